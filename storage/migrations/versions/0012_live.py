"""What went live where, by which release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "went_live",
        sa.Column("service_key", sa.Text, nullable=False),
        sa.Column("environment_key", sa.Text, nullable=False),
        sa.Column("release_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint(
            "service_key",
            "environment_key",
            "release_id",
            "ref",
            "attempt",
            name="pk_went_live",
        ),
        comment="Append-only.",
    )
    op.create_index("ix_went_live_at", "went_live", ["service_key", "environment_key", "at"])
