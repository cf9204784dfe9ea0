"""The first schema: everything of one release, end to end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)
ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("through", sa.Text, nullable=False),
        sa.Column("door", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("text_id", sa.Text, nullable=False),
        sa.Column("text_hash", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("chain", "number", name="pk_audit_entries"),
        comment="Append-only.",
    )
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("anchored", sa.Integer, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_heads"),
    )
    op.create_table(
        "directory_fetches",
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_directory_fetches"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_table(
        "executions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("release_id", sa.Text, nullable=False),
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("process_version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_executions"),
    )
    op.create_index("ix_executions_release_id", "executions", ["release_id"])
    op.create_table(
        "owed",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owed_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("rests_until", TIME),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("paid", sa.Integer, nullable=False),
        sa.Column("paid_at", TIME),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("first_tried_at", TIME),
        sa.Column("claimed_by", sa.Text),
        sa.Column("lease_until", TIME),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_owed"),
        sa.UniqueConstraint("key", name="uq_owed_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_owed_free",
        "owed",
        ["state", "due_at"],
        sqlite_where=sa.text("claimed_by IS NULL"),
        postgresql_where=sa.text("claimed_by IS NULL"),
    )
    op.create_index(
        "ix_owed_held",
        "owed",
        ["lease_until"],
        sqlite_where=sa.text("claimed_by IS NOT NULL"),
        postgresql_where=sa.text("claimed_by IS NOT NULL"),
    )
    op.create_index("ix_owed_turn", "owed", ["state", "priority", "due_at", "id"])
    op.create_table(
        "people",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.Column("learned_at", TIME, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index(
        "ix_people_admins",
        "people",
        ["id"],
        sqlite_where=sa.text("is_admin"),
        postgresql_where=sa.text("is_admin"),
    )
    op.create_table(
        "postings",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ts", sa.Text, nullable=False),
        sa.Column("thread_ts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_postings"),
    )
    op.create_index("ix_postings_place", "postings", ["channel", "ts"])
    op.create_table(
        "processes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reference_key", sa.Text, nullable=False),
        sa.Column("last_reference", sa.Integer, nullable=False),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_processes"),
        sa.UniqueConstraint("reference_key", name="uq_processes_reference_key"),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("begins_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("reference", name="uq_releases_reference"),
    )
    op.create_index("ix_releases_begins", "releases", ["ended", "begins_at"])
    op.create_index("ix_releases_ended", "releases", ["ended", "ended_at"])
    op.create_table(
        "roles",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_roles"),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("salt", sa.Text),
        sa.Column("body", sa.Text),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_texts"),
    )
    op.create_table(
        "user_groups",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("learned_at", TIME, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_groups"),
    )
    op.create_table(
        "activity_executions",
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("held_at", TIME),
        sa.Column("changed_in", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["execution_id"], ["executions.id"], name="fk_activity_executions_execution_id"
        ),
        sa.PrimaryKeyConstraint("execution_id", "ref", name="pk_activity_executions"),
    )
    op.create_index(
        "ix_activity_executions_changed", "activity_executions", ["execution_id", "changed_in"]
    )
    op.create_index(
        "ix_activity_executions_on_hold",
        "activity_executions",
        ["held_at"],
        sqlite_where=sa.text("status = 'on_hold'"),
        postgresql_where=sa.text("status = 'on_hold'"),
    )
    op.create_table(
        "execution_members",
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("member", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["execution_id"], ["executions.id"], name="fk_execution_members_execution_id"
        ),
        sa.PrimaryKeyConstraint("execution_id", "member", name="pk_execution_members"),
    )
    op.create_index("ix_execution_members_member", "execution_members", ["member", "execution_id"])
    op.create_table(
        "process_versions",
        sa.Column("process_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("published_at", TIME, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["processes.id"], name="fk_process_versions_process_id"
        ),
        sa.PrimaryKeyConstraint("process_id", "version", name="pk_process_versions"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("execution_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("changed_in", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["execution_id"], ["executions.id"], name="fk_tasks_execution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
    op.create_index("ix_tasks_changed", "tasks", ["execution_id", "changed_in"])
    op.create_table(
        "task_assignees",
        sa.Column("task_id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_assignees_task_id"),
        sa.PrimaryKeyConstraint("task_id", "person", name="pk_task_assignees"),
        comment="Open tasks only: a person's inbox.",
    )
    op.create_index("ix_task_assignees_person", "task_assignees", ["person", "task_id"])
    op.create_table(
        "verdicts",
        sa.Column("task_id", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("through", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("reason_id", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_verdicts_task_id"),
        sa.PrimaryKeyConstraint("task_id", "round", "person", name="pk_verdicts"),
        comment="Append-only.",
    )
