"""The tables of the input store."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text

from storage.tables import metadata

process_input_sets = Table(
    "process_input_sets",
    metadata,
    Column("process_id", ForeignKey("processes.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

activity_input_sets = Table(
    "activity_input_sets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("activity_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

input_set_links = Table(
    "input_set_links",
    metadata,
    Column("process_id", Text, primary_key=True),
    Column("set_id", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("linked", Text, nullable=False),
    ForeignKeyConstraint(
        ["process_id", "set_id"], ["process_input_sets.process_id", "process_input_sets.id"]
    ),
    Index("ix_input_set_links_linked", "linked"),
    comment="Which sets of activities the sets of processes link.",
)
