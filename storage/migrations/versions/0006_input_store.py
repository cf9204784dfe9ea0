"""The input store: sets of processes, sets of activities, and which links which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "process_input_sets",
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name="fk_process_input_sets_process_id"
        ),
        sa.PrimaryKeyConstraint("process_id", "id", name="pk_process_input_sets"),
    )
    op.create_table(
        "activity_input_sets",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("activity_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_activity_input_sets"),
    )
    op.create_index("ix_activity_input_sets_activity_id", "activity_input_sets", ["activity_id"])
    op.create_table(
        "input_set_links",
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("set_id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("linked", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id", "set_id"],
            ["process_input_sets.process_id", "process_input_sets.id"],
            name="fk_input_set_links_process_id_set_id",
        ),
        sa.PrimaryKeyConstraint("process_id", "set_id", "place", name="pk_input_set_links"),
        comment="Which sets of activities the sets of processes link.",
    )
    op.create_index("ix_input_set_links_linked", "input_set_links", ["linked"])
