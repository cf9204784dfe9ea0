"""Whose draft it is, and whether it can still be changed, so that a person's drafts are found."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

drafts = sa.table(
    "drafts",
    sa.column("id", sa.Text),
    sa.column("document", sa.Text),
    sa.column("author", sa.Text),
    sa.column("is_open", sa.Boolean),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("drafts", sa.Column("author", sa.Text))
    op.add_column("drafts", sa.Column("is_open", sa.Boolean))
    op.add_column("drafts", sa.Column("created_at", sa.DateTime(timezone=True)))
    connection = op.get_bind()
    for draft in connection.execute(sa.select(drafts.c.id, drafts.c.document)).all():
        said = json.loads(draft.document)
        connection.execute(
            sa.update(drafts)
            .where(drafts.c.id == draft.id)
            .values(
                author=said["by"],
                is_open=said.get("status") == "ready" and not said.get("replaces"),
                created_at=datetime.fromisoformat(said["created_at"]).astimezone(UTC),
            )
        )
    op.create_index("ix_drafts_author_is_open", "drafts", ["author", "is_open"])
