"""Who waits for which release, and the queue for what releases share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "release_waiters",
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("release_id", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("target_release", sa.Text),
        sa.Column("target_process", sa.Text),
        sa.Column("target_phase", sa.Text),
        sa.PrimaryKeyConstraint("execution_id", "phase", "number", name="pk_release_waiters"),
        comment="Phases that wait now; their rows go when they begin.",
    )
    for column in ("release_id", "target_release", "target_process"):
        op.create_index(f"ix_release_waiters_{column}", "release_waiters", [column])
    op.create_table(
        "resources",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("set_by", sa.Text),
        sa.Column("set_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("key", name="pk_resources"),
    )
    op.create_table(
        "resource_requests",
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("release_id", sa.Text, nullable=False),
        sa.Column("uses", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready", sa.Boolean, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("execution_id", "phase", name="pk_resource_requests"),
        comment="What is held or waited for now; `uses` is a JSON list, held as a whole or not at "
        "all.",
    )
    op.create_index("ix_resource_requests_place", "resource_requests", ["place"])
    op.create_table(
        "resource_queue",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resource_queue"),
        comment="One row: whoever changes the queue raises it first, so two at once are one after "
        "the other.",
    )
