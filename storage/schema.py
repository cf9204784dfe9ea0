"""All tables together: what is migrated, copied and compared."""

from __future__ import annotations

from storage import (
    audit_tables,
    calendar_tables,
    digest_tables,
    freeze_tables,
    group_tables,
    hold_tables,
    input_tables,
    live_tables,
    model_call_tables,
    people_tables,
    tables,
    turn_tables,
)

metadata = tables.metadata
APART = (
    audit_tables,
    calendar_tables,
    digest_tables,
    freeze_tables,
    group_tables,
    hold_tables,
    input_tables,
    live_tables,
    model_call_tables,
    people_tables,
    turn_tables,
)
"""Importing these adds their tables."""
