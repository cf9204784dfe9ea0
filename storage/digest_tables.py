"""The tables of what is told on a cadence, and of who reads the calendar from elsewhere."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

digests = Table(
    "digests",
    metadata,
    Column("place", Text, primary_key=True),
    Column("looks_at", UtcDateTime, index=True),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
)
