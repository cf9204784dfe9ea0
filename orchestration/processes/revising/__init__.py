"""Revisions: what somebody asks to have changed in a process, proposed change by change."""
