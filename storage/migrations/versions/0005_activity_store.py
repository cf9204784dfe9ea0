"""The activity store, and which of its versions each version of a process took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "store_activities",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("deprecated_by", sa.Text),
        sa.Column("deprecated_at", sa.DateTime(timezone=True)),
        sa.Column("instead", sa.Text),
        sa.Column("removed_by", sa.Text),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_store_activities"),
    )
    op.create_table(
        "store_versions",
        sa.Column("activity_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("activity_id", "version", name="pk_store_versions"),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["store_activities.id"],
            name="fk_store_versions_activity_id_store_activities",
        ),
    )
    op.add_column(
        "process_versions", sa.Column("store", sa.Text, nullable=False, server_default="{}")
    )
