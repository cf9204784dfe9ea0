"""Migrating PostgreSQL: several at once, a newer schema, an address that leads nowhere."""

from __future__ import annotations

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from orchestration.errors import Permanent
from storage import check_schema, migrate, open_database
from storage.connecting import postgres_engine
from storage.migrate import MIGRATIONS
from storage.schema import metadata
from storage.tables import SCHEMA
from tests.storage.building import SettableClock


def test_the_migrations_build_exactly_the_tables_that_are_declared(migrated):
    engine = postgres_engine(migrated, connections=1, read_only=True)

    def ours(_object, name, kind, _reflected, _compared):
        return kind != "table" or not name.startswith("procrastinate_")

    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_jobs_schema_is_the_one_of_the_installed_library():
    """A newer Procrastinate may need a migration of its own: copy what it publishes into one."""
    newest = max(MIGRATIONS.glob("procrastinate-*.sql")).read_text(encoding="utf-8")
    assert newest.endswith(SchemaManager.get_schema())


def test_several_that_migrate_at_once_wait_for_one_another(empty):
    said, failed = [], []

    def one():
        try:
            migrate(empty, said.append)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failed
    first, *others = sorted(each for each in said if not each.startswith("Another Drumbeat"))
    assert first == f"The schema is now {SCHEMA} (it was empty)."
    assert others == [f"The schema is up to date ({SCHEMA})."] * 3


def test_an_older_program_refuses_a_newer_database(migrated):
    engine = postgres_engine(migrated, connections=1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0777'"))
    engine.dispose()
    for attempt in (
        lambda: migrate(migrated, lambda _line: None),
        lambda: open_database(migrated, clock=SettableClock()),
    ):
        with pytest.raises(Permanent, match="newer Drumbeat: schema 0777"):
            attempt()


def test_a_database_without_a_schema_says_how_to_migrate(empty):
    with pytest.raises(Permanent, match="drumbeat migrate"):
        check_schema(empty)


@pytest.mark.parametrize("work", [check_schema, lambda url: migrate(url, lambda _line: None)])
def test_a_server_that_is_not_there_is_named_without_its_password(work):
    with pytest.raises(Permanent, match=r"drumbeat on 127\.0\.0\.1 cannot be reached") as refused:
        work("postgresql://ada:hunter2@127.0.0.1:1/drumbeat")
    assert "hunter2" not in refused.value.reason


def test_a_database_that_does_not_exist_is_told_so(migrated):
    missing = migrated.replace("/drumbeat_", "/nothing_")
    with pytest.raises(Permanent, match="does not exist"):
        check_schema(missing)


def test_postgres_is_another_word_for_postgresql(migrated):
    check_schema(migrated.replace("postgresql://", "postgres://"))
