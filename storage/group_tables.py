"""The tables of release groups, and of the letters that references begin with."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

release_groups = Table(
    "release_groups",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("reference_key", Text, nullable=False, unique=True),
    Column("last_reference", Integer, nullable=False),
    Column("process_id", Text, nullable=False, index=True),
    Column("looks_at", UtcDateTime, index=True),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

reference_keys = Table(
    "reference_keys",
    metadata,
    Column("key", Text, primary_key=True),
)
"""Of every process and every group: two that are made in the same moment cannot have one."""
