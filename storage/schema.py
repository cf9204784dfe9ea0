"""All tables together: what is migrated, copied and compared."""

from __future__ import annotations

from storage import input_tables, people_tables, tables

metadata = tables.metadata
APART = (input_tables, people_tables)
"""Importing these adds their tables."""
