"""A SQLite file that is missing, damaged, locked, read-only or elsewhere: one line says it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.doctor import Verdict
from bot.doctor.database import database_findings
from orchestration.errors import Permanent, Transient
from storage import check_schema, lock_file, migrate, open_database
from tests.disks import SmallDisk, small_disk
from tests.storage.building import draft


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    with small_disk(8) as disk:
        yield disk


@pytest.fixture
def url(disk: SmallDisk) -> str:
    return f"sqlite:///{disk.path}/drumbeat.db"


async def said_of(url: str, clock) -> str:
    (found,) = [each async for each in database_findings(url, clock)]
    assert found.verdict is Verdict.FAILED
    return f"{found.said} {found.mend}"


async def test_a_file_on_a_read_only_disk_cannot_be_served(disk, migrated, clock):
    disk.read_only()
    for work in (check_schema, lambda url: migrate(url, lambda _line: None)):
        with pytest.raises(Permanent, match="write to it and to its folder"):
            work(migrated)
    with pytest.raises(Permanent, match=r"drumbeat.db.lock cannot be written \(Read-only"):
        lock_file(migrated).__enter__()
    assert "write to it and to its folder" in await said_of(migrated, clock)


async def test_a_migration_without_room_changes_nothing(disk, url, clock):
    disk.fill()
    with pytest.raises(Permanent, match=r"has no room on its disk|cannot be read or written"):
        migrate(url, lambda _line: None)
    disk.clear()
    migrate(url, lambda _line: None)
    check_schema(url)


async def test_a_file_that_another_program_keeps_locked_is_said_and_well_again(migrated, clock):
    database = open_database(migrated, clock=clock)
    with closing(sqlite3.connect(migrated.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Transient, match="written by another program"):
            await database.transact(lambda tx: tx.drafts.add(draft()))
        assert "a backup, a shell?" in database.health.reason
    await database.answers()
    assert not database.health.reason
    database.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    url = f"sqlite:///{tmp_path}/file/drumbeat.db"
    for work in (migrate, lambda url, _say: lock_file(url).__enter__()):
        with pytest.raises(Permanent, match=f"The folder {tmp_path}/file cannot be made"):
            work(url, lambda _line: None)


async def test_what_is_no_database_is_said(tmp_path, clock):
    (tmp_path / "rubbish.db").write_bytes(b"no database, and long enough to be looked at" * 100)
    url = f"sqlite:///{tmp_path}/rubbish.db"
    for work in (check_schema, lambda url: migrate(url, lambda _line: None)):
        with pytest.raises(Permanent, match="is not a database: SQLite cannot read it"):
            work(url)
    assert "drumbeat restore" in await said_of(url, clock)


async def test_a_folder_instead_of_a_file_is_said(tmp_path, clock):
    url = f"sqlite:///{tmp_path}"
    with pytest.raises(Permanent, match="cannot be opened"):
        check_schema(url)
