"""Every table, its keys and its indexes; the migrations build exactly this.

What is searched or guarded is a column; all else lies in `document`, JSON that carries `format`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

from storage.columns import UtcDateTime

SCHEMA = "0021"
"""The newest migration; revisions are numbers, so that an older program knows a newer schema."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
ROW_ID = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the type is spelled INTEGER."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("author", Text),
    Column("is_open", Boolean),
    Column("created_at", UtcDateTime),
    Index("ix_drafts_author_is_open", "author", "is_open"),
)

processes = Table(
    "processes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference_key", Text, nullable=False, unique=True),
    Column("last_reference", Integer, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("archived_by", Text),
    Column("archived_at", UtcDateTime),
)

# `store` has the versions of the store's activities that it took when it was published.
process_versions = Table(
    "process_versions",
    metadata,
    Column("process_id", ForeignKey("processes.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
    Column("store", Text, nullable=False, server_default="{}"),
)

store_activities = Table(
    "store_activities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("latest", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("deprecated_by", Text),
    Column("deprecated_at", UtcDateTime),
    Column("instead", Text),
    Column("removed_by", Text),
    Column("removed_at", UtcDateTime),
)

store_versions = Table(
    "store_versions",
    metadata,
    Column("activity_id", ForeignKey("store_activities.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("document", Text, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("begins_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("group_id", Text),
    Column("slot", Text),
    Column("ends_at", UtcDateTime),
    Index("ix_releases_begins", "ended", "begins_at"),
    Index("ix_releases_ended", "ended", "ended_at"),
    Index("ix_releases_slot", "group_id", "slot", unique=True),
    Index("ix_releases_span", "ends_at", "begins_at"),
)

executions = Table(
    "executions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("release_id", Text, nullable=False, index=True),
    Column("process_id", Text, nullable=False),
    Column("process_version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

# What a release was given is as long as its input sets, and no transition changes it.
execution_facts = Table(
    "execution_facts",
    metadata,
    Column("execution_id", ForeignKey("executions.id"), primary_key=True),
    Column("changed_in", Integer, nullable=False),
    Column("document", Text, nullable=False),
)

execution_members = Table(
    "execution_members",
    metadata,
    Column("execution_id", ForeignKey("executions.id"), primary_key=True),
    Column("member", Text, primary_key=True),
    Index("ix_execution_members_member", "member", "execution_id"),
)

activity_executions = Table(
    "activity_executions",
    metadata,
    Column("execution_id", ForeignKey("executions.id"), primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("held_at", UtcDateTime),
    Column("changed_in", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_activity_executions_changed", "execution_id", "changed_in"),
    Index(
        "ix_activity_executions_on_hold",
        "held_at",
        sqlite_where=text("status = 'on_hold'"),
        postgresql_where=text("status = 'on_hold'"),
    ),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("execution_id", ForeignKey("executions.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("changed_in", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_tasks_changed", "execution_id", "changed_in"),
)

task_assignees = Table(
    "task_assignees",
    metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Index("ix_task_assignees_person", "person", "task_id"),
    comment="Open tasks only: a person's inbox.",
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("task_id", ForeignKey("tasks.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("through", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("reason_id", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    Column("instead_of", Text),
    comment="Append-only: one that was withdrawn or voided is followed by a row that says so.",
)

postings = Table(
    "postings",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("ts", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Index("ix_postings_place", "channel", "ts"),
)

owed = Table(
    "owed",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("standing", Boolean, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("owed_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("rests_until", UtcDateTime),
    Column("wanted", Integer, nullable=False),
    Column("paid", Integer, nullable=False),
    Column("paid_at", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("first_tried_at", UtcDateTime),
    Column("claimed_by", Text),
    Column("lease_until", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_owed_turn", "state", "priority", "due_at", "id"),
    Index(
        "ix_owed_free",
        "state",
        "due_at",
        sqlite_where=text("claimed_by IS NULL"),
        postgresql_where=text("claimed_by IS NULL"),
    ),
    Index(
        "ix_owed_held",
        "lease_until",
        sqlite_where=text("claimed_by IS NOT NULL"),
        postgresql_where=text("claimed_by IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

picture_files = Table(
    "picture_files",
    metadata,
    Column("page", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

call_budget = Table(
    "call_budget",
    metadata,
    Column("key", Text, primary_key=True),
    Column("full_at", UtcDateTime, nullable=False),
    Column("promised_for", UtcDateTime, nullable=False),
    Column("blocked_until", UtcDateTime, nullable=False),
    comment="How often Slack may be called, for all replicas together.",
)
