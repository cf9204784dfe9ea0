"""A backup of either kind of database comes back into either: whole, held, over nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from orchestration.effects import Tell
from orchestration.errors import Permanent
from storage import (
    HOLD,
    SERVES,
    WORKS,
    backup,
    hold_copy,
    lock_file,
    migrate,
    open_database,
    restore,
)
from storage.connecting import libpq_url
from storage.replicas import application_name
from tests.postgres.server import fresh_database
from tests.storage.building import ANA, NOON
from tests.storage.filling import content, fill

LATER = NOON + timedelta(hours=1)
KINDS = ["sqlite", "postgresql"]
Fresh = Callable[[str], str]


def told(n: int) -> Tell:
    return Tell(chain=(ANA,), text=f"{n}", subject=f"s{n}", occasion="o")


def quiet(_line: str) -> None:
    """Nobody listens."""


@pytest.fixture
def fresh(tmp_path) -> Iterator[Fresh]:
    """The address of a database of this kind that is not there yet, or empty."""
    with ExitStack() as opened:
        places = iter(range(9))

        def make(kind: str) -> str:
            if kind == "sqlite":
                return f"sqlite:///{tmp_path}/{next(places)}/drumbeat.db"
            return opened.enter_context(fresh_database(migrated=False))

        yield make


def restored(url: str, file: Path) -> None:
    restore(url, file, now=LATER, say=quiet)


def without_mark(found):
    """The mark is a backup's own, and what it owes counts as tried."""
    columns = {name: {row for row in rows if HOLD not in row} for name, rows in found.items()}
    owed = columns.pop("owed")
    return columns, {row[1] for row in owed}


@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("of", KINDS)
def test_everything_comes_back_into_either_kind(of, to, fresh, tmp_path):
    url, place = fresh(of), fresh(to)
    migrate(url, quiet)
    fill(url)
    before = content(url)
    backup(url, tmp_path / "a.backup", now=NOON)
    assert content(url) == before, "the database that was backed up goes on as it was"
    restored(place, tmp_path / "a.backup")
    assert without_mark(content(place)) == without_mark(before)


@pytest.mark.parametrize("to", KINDS)
@pytest.mark.parametrize("of", KINDS)
async def test_what_comes_back_pays_nothing_until_it_is_resumed(of, to, fresh, tmp_path, clock):
    url, place = fresh(of), fresh(to)
    migrate(url, quiet)
    database = open_database(url, clock=clock)
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    backup(url, tmp_path / "a.backup", now=NOON)  # while it is open
    database.close()
    restored(place, tmp_path / "a.backup")

    again = open_database(place, clock=clock)
    assert await claimed(again) == []
    (mark,) = [each for each in await again.read(lambda tx: tx.owed.rows()) if each.key == HOLD]
    assert "drumbeat resume" in mark.reason

    def resume(tx):
        tx.owed.drop(mark.id)
        tx.owed.owe([told(2)], at=NOON)

    await again.transact(resume)
    claims = await claimed(again)
    assert {each.effect for each in claims} == {told(1), told(2)}
    assert all(each.tries > 1 for each in claims), "their handlers look for our key first"
    again.close()


async def test_a_backup_of_postgresql_while_others_write_is_of_one_moment(fresh, tmp_path, clock):
    url = fresh("postgresql")
    migrate(url, quiet)
    database = open_database(url, clock=clock)

    async def writing():
        for n in range(40):
            two = [told(2 * n), told(2 * n + 1)]  # two at a time: a torn copy would show
            await database.transact(lambda tx, two=two: tx.owed.owe(two, at=NOON))

    task = asyncio.create_task(writing())
    for n in range(3):
        file = tmp_path / f"{n}.backup"
        await asyncio.to_thread(backup, url, file, now=NOON)
        assert file.stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(file)) as connection:
            rows = connection.execute("SELECT count(*) FROM owed WHERE key <> ?", (HOLD,))
            assert rows.fetchone()[0] % 2 == 0
    await task
    database.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["0.backup", "1.backup", "2.backup"]


def test_a_postgresql_that_holds_anything_is_not_restored_over(fresh, tmp_path):
    url = fresh("postgresql")
    migrate(url, quiet)
    fill(url)
    before = content(url)
    backup(url, tmp_path / "a.backup", now=NOON)
    with pytest.raises(Permanent, match=r"is not empty.*createdb NAME"):
        restored(url, tmp_path / "a.backup")
    assert content(url) == before


def test_what_is_no_backup_leaves_postgresql_empty(fresh, tmp_path):
    url = fresh("postgresql")
    (tmp_path / "x.backup").write_bytes(b"no database" * 500)
    with pytest.raises(Permanent, match="could not be restored"):
        restored(url, tmp_path / "x.backup")
    assert not any(content(url).values())


def test_a_sqlite_that_is_served_is_not_restored_over(fresh, tmp_path):
    url = fresh("postgresql")
    migrate(url, quiet)
    backup(url, tmp_path / "a.backup", now=NOON)
    place = fresh("sqlite")
    with lock_file(place), pytest.raises(Permanent, match="already serves"):
        restored(place, tmp_path / "a.backup")


async def claimed(database):
    lease = timedelta(seconds=60)
    return await database.transact(lambda tx: tx.owed.claim("w", now=LATER, lease=lease, limit=9))


@pytest.mark.parametrize("kind", KINDS)
async def test_what_came_back_by_other_means_is_held_by_hand(kind, fresh, clock):
    """From pg_dump, say, or a snapshot of the disk."""
    url = fresh(kind)
    migrate(url, quiet)
    database = open_database(url, clock=clock)
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    database.close()
    hold_copy(url, now=LATER)
    again = open_database(url, clock=clock)
    assert await claimed(again) == []
    (mark,) = [each for each in await again.read(lambda tx: tx.owed.rows()) if each.key == HOLD]
    assert mark.reason.startswith("held as a copy")
    await again.transact(lambda tx: tx.owed.drop(mark.id))
    assert [each.tries > 1 for each in await claimed(again)] == [True]
    again.close()


def test_a_sqlite_that_is_served_cannot_be_held(fresh):
    url = fresh("sqlite")
    migrate(url, quiet)
    with lock_file(url), pytest.raises(Permanent, match="already serves"):
        hold_copy(url, now=LATER)


@pytest.mark.parametrize("role", [SERVES, WORKS])
def test_a_postgresql_that_anybody_serves_cannot_be_held_or_restored_to(role, fresh, tmp_path):
    url, other = fresh("postgresql"), fresh("sqlite")
    for each in (url, other):
        migrate(each, quiet)
    backup(other, tmp_path / "a.backup", now=NOON)
    name = application_name(role, "elsewhere.1")
    with psycopg.connect(libpq_url(url, application_name=name)):
        with pytest.raises(Permanent, match="Stop them first"):
            hold_copy(url, now=LATER)
        with pytest.raises(Permanent, match="Stop them first"):
            restored(url, tmp_path / "a.backup")


def test_a_server_that_does_not_answer_leaves_no_file(tmp_path):
    with pytest.raises(Permanent, match="cannot be reached"):
        backup("postgresql://drumbeat@127.0.0.1:1/drumbeat", tmp_path / "a.backup", now=NOON)
    assert not list(tmp_path.iterdir())
