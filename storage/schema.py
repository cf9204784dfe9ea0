"""All tables together: what is migrated, copied and compared."""

from __future__ import annotations

from storage import input_tables, tables

metadata = tables.metadata
INPUT_TABLES = (
    input_tables.process_input_sets,
    input_tables.activity_input_sets,
    input_tables.input_set_links,
)
