"""The tables of who is who: roles, what they may do, and the workspace's people and groups."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, Text, text

from storage.columns import UtcDateTime
from storage.tables import metadata

roles = Table(
    "roles",
    metadata,
    Column("key", Text, primary_key=True),
    Column("document", Text, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    Column("role", Text, primary_key=True),
    Column("process_id", Text, primary_key=True),
    Column("right_name", Text, primary_key=True),
    comment="An empty process: the whole workspace.",
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("is_admin", Boolean, nullable=False),
    Column("learned_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    Index(
        "ix_people_admins",
        "id",
        sqlite_where=text("is_admin"),
        postgresql_where=text("is_admin"),
    ),
)

user_groups = Table(
    "user_groups",
    metadata,
    Column("id", Text, primary_key=True),
    Column("learned_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("person", Text, primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    Column("person", Text, primary_key=True),
    Column("direct_messages", Boolean, nullable=False),
)

directory_fetches = Table(
    "directory_fetches",
    metadata,
    Column("what", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
