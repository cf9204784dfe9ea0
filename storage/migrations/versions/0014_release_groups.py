"""Release groups, which occurrence a release is, and when each release ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "release_groups",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reference_key", sa.Text, nullable=False),
        sa.Column("last_reference", sa.Integer, nullable=False),
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("looks_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_release_groups"),
        sa.UniqueConstraint("reference_key", name="uq_release_groups_reference_key"),
    )
    op.create_index("ix_release_groups_process_id", "release_groups", ["process_id"])
    op.create_index("ix_release_groups_looks_at", "release_groups", ["looks_at"])
    op.add_column("releases", sa.Column("group_id", sa.Text))
    op.add_column("releases", sa.Column("slot", sa.Text))
    op.add_column("releases", sa.Column("ends_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE releases SET ends_at = COALESCE(ended_at, begins_at)")
    op.create_index("ix_releases_slot", "releases", ["group_id", "slot"], unique=True)
    op.create_index("ix_releases_span", "releases", ["ends_at", "begins_at"])
