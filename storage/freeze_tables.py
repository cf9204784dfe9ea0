"""The table of freezes."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

freezes = Table(
    "freezes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("calendar", Text, index=True),
    Column("over_at", UtcDateTime, index=True),
    Column("looks_at", UtcDateTime, index=True),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
)
