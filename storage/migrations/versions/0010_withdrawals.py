"""A person may speak more than once in a round: what was withdrawn or voided can be given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("verdicts") as verdicts:
        verdicts.drop_constraint("pk_verdicts", type_="primary")
        verdicts.create_primary_key("pk_verdicts", ["task_id", "number"])
        verdicts.add_column(sa.Column("why", sa.Text, nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.create_table_comment(
            "verdicts",
            "Append-only: one that was withdrawn or voided is followed by a row that says so.",
        )
