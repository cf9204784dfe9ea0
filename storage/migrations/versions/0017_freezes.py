"""Freezes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "freezes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text),
        sa.Column("over_at", sa.DateTime(timezone=True)),
        sa.Column("looks_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_freezes"),
    )
    op.create_index("ix_freezes_calendar", "freezes", ["calendar"])
    op.create_index("ix_freezes_over_at", "freezes", ["over_at"])
    op.create_index("ix_freezes_looks_at", "freezes", ["looks_at"])
