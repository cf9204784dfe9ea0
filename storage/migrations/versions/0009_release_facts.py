"""What a release was given, apart from the head that is written with every change of it.

Heads that have it go on: it moves when the head is written next.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "execution_facts",
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("changed_in", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["execution_id"], ["executions.id"], name="fk_execution_facts_execution_id"
        ),
        sa.PrimaryKeyConstraint("execution_id", name="pk_execution_facts"),
    )
