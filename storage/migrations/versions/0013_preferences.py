"""Who wants no copies of cards as direct messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("direct_messages", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_preferences"),
    )
