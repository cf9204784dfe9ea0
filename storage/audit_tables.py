"""The tables of the audit: its entries, the heads of its chains, and the texts people gave."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

texts = Table(
    "texts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("salt", Text),
    Column("body", Text),
    Column("hash", Text, nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("through", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("text_id", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    comment="Append-only.",
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("anchored", Integer, nullable=False, server_default="0"),
)
