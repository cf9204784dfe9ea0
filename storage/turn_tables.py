"""The tables of those who wait: for other releases, and for what they share."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

release_waiters = Table(
    "release_waiters",
    metadata,
    Column("execution_id", Text, primary_key=True),
    Column("phase", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("release_id", Text, nullable=False, index=True),
    Column("said", Text, nullable=False),
    Column("target_release", Text, index=True),
    Column("target_process", Text, index=True),
    Column("target_phase", Text),
    comment="Phases that wait now; their rows go when they begin.",
)

resources = Table(
    "resources",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("places", Integer, nullable=False),
    Column("set_by", Text),
    Column("set_at", UtcDateTime),
)

resource_requests = Table(
    "resource_requests",
    metadata,
    Column("execution_id", Text, primary_key=True),
    Column("phase", Text, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("release_id", Text, nullable=False),
    Column("uses", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("held_at", UtcDateTime),
    Index("ix_resource_requests_place", "place"),
    comment="What is held or waited for now; `uses` is a JSON list, held as a whole or not at all.",
)

resource_queue = Table(
    "resource_queue",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("turn", Integer, nullable=False),
    comment="One row: whoever changes the queue raises it first, so two at once are one after the "
    "other.",
)
