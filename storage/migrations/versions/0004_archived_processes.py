"""Processes that were put aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("processes", sa.Column("archived_by", sa.Text))
    op.add_column("processes", sa.Column("archived_at", sa.DateTime(timezone=True)))
