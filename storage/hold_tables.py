"""Whose task each hold is: what App Home asks of one person."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from storage.tables import metadata

hold_deciders = Table(
    "hold_deciders",
    metadata,
    Column("execution_id", ForeignKey("executions.id"), primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Index("ix_hold_deciders_person", "person"),
    comment="What is on hold now, by who has a card of it.",
)
