"""Several replicas on PostgreSQL: Procrastinate's jobs, and Slack's budget for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

JOBS = Path(__file__).parents[1] / "procrastinate-3.10.0.sql"
"""A copy of that version's schema: what was applied once must not change with the library."""


def upgrade() -> None:
    op.create_table(
        "call_budget",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("full_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_call_budget"),
        comment="How often Slack may be called, for all replicas together.",
    )
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        # Many statements at once, which the driver allows only without parameters.
        driver: Any = bind.connection.driver_connection
        driver.execute(JOBS.read_text(encoding="utf-8"))
