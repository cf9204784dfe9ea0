"""The table of the live register."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

went_live = Table(
    "went_live",
    metadata,
    Column("service_key", Text, primary_key=True),
    Column("environment_key", Text, primary_key=True),
    Column("release_id", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_went_live_at", "service_key", "environment_key", "at"),
    comment="Append-only.",
)
