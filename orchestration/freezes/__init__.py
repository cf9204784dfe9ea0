"""Freezes: times in which releases are not to start, or not to run."""
