"""What language models were asked, what came of it, and what it cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "model_calls",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("occasion", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("tokens_in", sa.Integer, nullable=False),
        sa.Column("tokens_out", sa.Integer, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("milliseconds_to_first", sa.Integer),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("cost", sa.Text),
        sa.Column("decision", sa.Text, nullable=False, server_default=""),
        sa.Column("decided_by", sa.Text, nullable=False, server_default=""),
        sa.Column("asked", sa.Text),
        sa.Column("answered", sa.Text),
        sa.PrimaryKeyConstraint("subject", "occasion", "number", name="pk_model_calls"),
        comment="What was asked and answered goes after its time; the figures stay.",
    )
    op.create_index("ix_model_calls_at", "model_calls", ["at"])
