"""Rights that roles were granted, for the workspace or for a process."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "grants",
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("right_name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("role", "process_id", "right_name", name="pk_grants"),
        comment="An empty process: the whole workspace.",
    )
