"""The tables of the calendar: messages that show it, and limits of what may be at once."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

calendar_messages = Table(
    "calendar_messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("page", Text, nullable=False, server_default=""),
)

release_limits = Table(
    "release_limits",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("most", Integer, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)
