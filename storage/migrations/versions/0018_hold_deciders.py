"""Whose task each hold is, from what is on hold already."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    table = op.create_table(
        "hold_deciders",
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("execution_id", "ref", "person", name="pk_hold_deciders"),
        sa.ForeignKeyConstraint(
            ["execution_id"], ["executions.id"], name="fk_hold_deciders_execution_id"
        ),
        comment="What is on hold now, by who has a card of it.",
    )
    op.create_index("ix_hold_deciders_person", "hold_deciders", ["person"])
    held = op.get_bind().execute(
        sa.text(
            "SELECT a.execution_id, a.ref, a.document, e.document AS head"
            " FROM activity_executions a JOIN executions e ON e.id = a.execution_id"
            " WHERE a.status = 'on_hold' AND e.status = 'running'"
        )
    )
    rows = [
        {"execution_id": each.execution_id, "ref": each.ref, "person": person}
        for each in held
        for person in _people(json.loads(each.document), json.loads(each.head))
    ]
    if rows:
        op.bulk_insert(table, rows)


def _people(activity: dict[str, object], head: dict[str, object]) -> list[str]:
    deciders = activity.get("deciders")
    named = [each["person"] for each in deciders] if isinstance(deciders, list) else []
    return list(dict.fromkeys([*named, str(head["owner"])]))
