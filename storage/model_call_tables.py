"""The table of what language models were asked, what came of it, and what it cost."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

model_calls = Table(
    "model_calls",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("occasion", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("milliseconds_to_first", Integer),
    Column("outcome", Text, nullable=False),
    Column("cost", Text),
    Column("decision", Text, nullable=False, server_default=""),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("asked", Text),
    Column("answered", Text),
    comment="What was asked and answered goes after its time; the figures stay.",
)
