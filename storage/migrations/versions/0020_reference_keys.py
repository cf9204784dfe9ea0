"""The letters of references, of processes and groups together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "reference_keys",
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_reference_keys"),
    )
    op.execute(
        "INSERT INTO reference_keys (key) "
        "SELECT reference_key FROM processes UNION SELECT reference_key FROM release_groups"
    )
