from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from orchestration.errors import Permanent
from orchestration.execution.engine import advance
from orchestration.execution.events import PipelineRunReported
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.draft import DraftStatus
from orchestration.values import ActivityRef
from storage import check_schema, formats, migrate, open_database
from storage.connecting import sqlite_engine
from storage.migrate import MIGRATIONS
from storage.schema import metadata
from storage.tables import SCHEMA
from tests.storage.building import BEN, DAN, NOON, WEB, draft, started

NEWER = f"{int(SCHEMA) + 1:04}"


@pytest.fixture
def url(tmp_path) -> str:
    """These rules are SQLite's alone."""
    return f"sqlite:///{tmp_path}/drumbeat.db"


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def written_by(url: str, schema: str) -> None:
    with closing(sqlite3.connect(file_of(url))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))
        connection.commit()


def test_the_migrations_build_exactly_the_tables_that_are_declared(migrated):
    engine = sqlite_engine(migrated, connections=1, read_only=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_schema_this_version_needs():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA]


def test_migrating_makes_the_folder_and_can_be_repeated(tmp_path, clock):
    url = f"sqlite:///{tmp_path}/new folder/100% drumbeat.db"
    said = []
    migrate(url, said.append)
    migrate(url, said.append)
    assert said == [
        f"The schema is now {SCHEMA} (it was empty).",
        f"The schema is up to date ({SCHEMA}).",
    ]
    open_database(url, clock=clock).close()
    assert len(list((tmp_path / "new folder").glob("*.schema-*"))) == 0


def test_several_that_migrate_at_once_wait_for_one_another(url):
    said, failed = [], []

    def one():
        try:
            migrate(url, said.append)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not failed
    first, *others = sorted(said)
    assert first == f"The schema is now {SCHEMA} (it was empty)."
    assert others == [f"The schema is up to date ({SCHEMA})."] * 3


def test_an_older_database_is_copied_before_it_is_changed(migrated):
    with closing(sqlite3.connect(file_of(migrated))) as connection:
        connection.execute("INSERT INTO roles VALUES ('qa', '{}')")
        connection.commit()
    written_by(migrated, "0000")
    with pytest.raises(Exception, match="0000"):
        migrate(migrated, lambda _line: None)  # nothing leads from 0000, but the copy was made
    copy = file_of(migrated).with_name("drumbeat.db.schema-0000")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT key FROM roles").fetchall() == [("qa",)]
    assert not list(copy.parent.glob("*.unfinished"))


def test_a_migration_that_fails_leaves_the_database_as_it_was(migrated):
    written_by(migrated, "0000")
    with pytest.raises(Exception, match="0000"):
        migrate(migrated, lambda _line: None)
    with closing(sqlite3.connect(file_of(migrated))) as connection:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [("0000",)]


def test_an_older_program_refuses_a_newer_database(migrated, clock):
    written_by(migrated, NEWER)
    for attempt in (
        lambda: migrate(migrated, lambda _line: None),
        lambda: check_schema(migrated),
        lambda: open_database(migrated, clock=clock),
    ):
        with pytest.raises(Permanent, match=rf"newer Drumbeat: schema {NEWER}, .* up to {SCHEMA}"):
            attempt()


def test_a_database_that_is_missing_or_old_says_how_to_migrate(url, tmp_path):
    with pytest.raises(Permanent, match="drumbeat migrate"):
        check_schema(url)
    assert not list(tmp_path.iterdir())
    file_of(url).touch()
    with pytest.raises(Permanent, match="has schema none"):
        check_schema(url)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://host/db", "mysql is not supported"),
        ("nonsense", "not the address of a database"),
    ],
)
def test_an_address_that_cannot_work_is_refused_in_words(address, said, clock):
    with pytest.raises(Permanent, match=said):
        open_database(address, clock=clock)


async def test_drafts_of_before_are_still_found_by_their_author(url, clock):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sqlite_engine(url, connections=1)
    ready = {"status": DraftStatus.READY, "process": WEB}
    kept = [
        draft("dr_1").model_copy(update=ready),
        draft("dr_2").model_copy(update=ready | {"by": BEN}),
        draft("dr_3"),
    ]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql(
            "INSERT INTO drafts (id, revision, document) VALUES (?, 0, ?)",
            [(each.id, formats.DRAFT.dump(each)) for each in kept],
        )
    engine.dispose()
    migrate(url, lambda _line: None)
    with closing(open_database(url, clock=clock)) as database:
        found = await database.read(lambda tx: tx.drafts.open_of(draft().by, limit=9))
    assert [each.id for each in found] == ["dr_1"]


LATER = (
    "model_calls",
    "release_waiters",
    "resources",
    "resource_requests",
    "resource_queue",
    "reference_keys",
)
"""The tables of migrations after the one that the next test goes back before."""


async def test_what_was_on_hold_before_is_still_found_by_whoever_decides_it(migrated, clock):
    failed = RunReport(key="ex_1.test.build.1", status=RunStatus.FAILED)
    build = ActivityRef("test.build")
    event = PipelineRunReported(at=NOON, ref=build, attempt=1, report=failed)

    def begin(tx):
        tx.processes.publish(WEB, by=DAN, at=NOON)
        tx.executions.add(advance(started(), event).execution)

    with closing(open_database(migrated, clock=clock)) as database:
        await database.transact(begin)
    with closing(sqlite3.connect(file_of(migrated))) as connection:
        for each in ("hold_deciders", *LATER):
            connection.execute(f"DROP TABLE {each}")
        connection.commit()
    written_by(migrated, "0017")
    migrate(migrated, lambda _line: None)
    with closing(open_database(migrated, clock=clock)) as database:
        found = await database.read(lambda tx: tx.executions.holds_of(DAN, limit=9))
    assert found == [("ex_1", build)]
