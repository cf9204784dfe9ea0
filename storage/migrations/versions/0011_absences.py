"""Who is away, and in whose place a verdict was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_absences"),
    )
    op.add_column("verdicts", sa.Column("instead_of", sa.Text))
