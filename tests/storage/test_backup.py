"""Backups of SQLite: one moment, whole, held, and never over anything."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.effects import LearnDirectory, ShowHome, ShowRelease, Tell
from orchestration.errors import Permanent
from orchestration.values import ReleaseId, UserId
from storage import HOLD, backup, lock_file, open_database, restore
from tests.storage.building import ANA, NOON

LEASE = timedelta(seconds=60)


@pytest.fixture
def url(tmp_path) -> str:
    """PostgreSQL, and from each to the other, is `test_backup_kinds`."""
    return f"sqlite:///{tmp_path}/drumbeat.db"


def said(_line: str) -> None:
    """Nobody listens."""


def told(n: int) -> Tell:
    return Tell(chain=(ANA,), text=f"{n}", subject=f"s{n}", occasion="o")


async def opened(url, clock):
    return open_database(url, clock=clock)


async def claimed(database, *, now=NOON):
    return await database.transact(
        lambda tx: tx.owed.claim("w", now=now + timedelta(days=1), lease=LEASE, limit=100)
    )


async def restored(migrated, database, clock, tmp_path, *, owe):
    """A database with something owed, backed up and restored; open again."""
    await database.transact(lambda tx: tx.owed.owe(owe, at=NOON))
    backup(migrated, tmp_path / "a.backup", now=NOON + timedelta(hours=1))
    database.close()
    restore(migrated, tmp_path / "a.backup", now=NOON + timedelta(days=1), say=said)
    return open_database(migrated, clock=clock)


async def test_a_backup_is_one_whole_file_for_its_owner(database, migrated, tmp_path):
    file = tmp_path / "backups" / "a.backup"
    backup(migrated, file, now=NOON)
    assert [each.name for each in file.parent.iterdir()] == ["a.backup"]
    assert file.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with pytest.raises(Permanent, match="never goes over another"):
        backup(migrated, file, now=NOON)


async def test_a_backup_while_others_write_is_of_one_moment(database, migrated, tmp_path):
    import asyncio

    async def writing():
        for n in range(60):
            two = [told(2 * n), told(2 * n + 1)]  # two at a time: a torn copy would show
            await database.transact(lambda tx, two=two: tx.owed.owe(two, at=NOON))

    task = asyncio.create_task(writing())
    counts = set()
    for n in range(4):
        file = tmp_path / f"{n}.backup"
        await asyncio.to_thread(backup, migrated, file, now=NOON)
        with closing(sqlite3.connect(file)) as connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM owed WHERE key <> ?", (HOLD,)
            ).fetchone()
            counts.add(count)
    await task
    assert all(each % 2 == 0 for each in counts)


async def test_a_restored_database_pays_nothing_until_it_is_resumed(
    database, migrated, clock, tmp_path
):
    again = await restored(migrated, database, clock, tmp_path, owe=[told(1)])
    assert await again.read(lambda tx: tx.owed.next_due_at()) is None
    assert await claimed(again) == []
    (mark,) = [e for e in await again.read(lambda tx: tx.owed.rows()) if e.key == HOLD]
    assert "drumbeat resume" in mark.reason
    await again.transact(lambda tx: tx.owed.drop(mark.id))
    (claim,) = await claimed(again)
    assert claim.effect == told(1)
    assert claim.tries > 1, "its handler looks for our key first"
    assert claim.first_tried_at == NOON, "and from before the time that was lost"
    again.close()


async def test_a_copy_put_back_by_hand_is_held_too(database, migrated, clock, tmp_path):
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    backup(migrated, tmp_path / "a.backup", now=NOON)
    by_hand = open_database(f"sqlite:///{tmp_path}/a.backup", clock=clock)
    assert await claimed(by_hand) == []
    by_hand.close()


async def test_the_database_that_was_backed_up_goes_on(database, migrated, tmp_path):
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    backup(migrated, tmp_path / "a.backup", now=NOON)
    (claim,) = await claimed(database)
    assert claim.tries == 1


async def test_what_is_owed_later_about_something_new_is_not_in_doubt(
    database, migrated, clock, tmp_path
):
    again = await restored(migrated, database, clock, tmp_path, owe=[])
    (mark,) = [e for e in await again.read(lambda tx: tx.owed.rows()) if e.key == HOLD]

    def later(tx):
        tx.owed.drop(mark.id)
        new = [ShowRelease(release_id=ReleaseId("rel-new")), ShowHome(user_id=ANA)]
        tx.owed.owe([*new, told(2)], at=NOON)

    await again.transact(later)
    tries = {each.effect.kind: each.tries for each in await claimed(again)}
    assert tries == {"show_release": 1, "show_home": 1, "tell": 2}
    again.close()


async def test_a_restore_keeps_what_was_there_and_refuses_while_it_is_served(
    database, migrated, clock, tmp_path
):
    backup(migrated, tmp_path / "a.backup", now=NOON)
    await database.transact(lambda tx: tx.owed.owe([LearnDirectory()], at=NOON))
    database.close()
    with lock_file(migrated), pytest.raises(Permanent, match="already serves"):
        restore(migrated, tmp_path / "a.backup", now=NOON, say=said)
    lines = []
    restore(migrated, tmp_path / "a.backup", now=NOON, say=lines.append)
    (kept,) = tmp_path.glob("*.before-*")
    assert any(kept.name in each for each in lines)
    before = open_database(f"sqlite:///{kept}", clock=clock)
    assert [e.key for e in await before.read(lambda tx: tx.owed.rows())] == [LearnDirectory().key]
    before.close()
    now = open_database(migrated, clock=clock)
    assert [e.key for e in await now.read(lambda tx: tx.owed.rows())] == [HOLD]
    now.close()
    assert not list(tmp_path.glob("*.unfinished*"))


async def test_a_restore_onto_a_new_machine(database, migrated, clock, tmp_path):
    backup(migrated, tmp_path / "a.backup", now=NOON)
    url = f"sqlite:///{tmp_path}/new/place/drumbeat.db"
    restore(url, tmp_path / "a.backup", now=NOON, say=said)
    open_database(url, clock=clock).close()


@pytest.mark.parametrize("content", [b"", b"no database" * 500, None])
def test_what_is_no_backup_is_refused_and_nothing_is_touched(migrated, tmp_path, content):
    file = tmp_path / "x.backup"
    if content is None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE other (id INTEGER)")
    else:
        file.write_bytes(content)
    before = (tmp_path / "drumbeat.db").read_bytes()
    with pytest.raises(Permanent):
        restore(migrated, file, now=NOON, say=said)
    assert (tmp_path / "drumbeat.db").read_bytes() == before
    assert not list(tmp_path.glob("*.before-*"))
    assert not list(tmp_path.glob("*.unfinished*"))


def test_a_damaged_database_is_replaced_all_the_same(migrated, tmp_path, clock):
    backup(migrated, tmp_path / "a.backup", now=NOON)
    (tmp_path / "drumbeat.db").write_bytes(b"the disk lost it" * 300)
    (tmp_path / "drumbeat.db-wal").write_bytes(b"and its log")
    restore(migrated, tmp_path / "a.backup", now=NOON, say=said)
    open_database(migrated, clock=clock).close()


def test_a_backup_that_cannot_be_written_says_so(migrated):
    with pytest.raises(Permanent, match="could not be written"):
        backup(migrated, Path("/dev/null/a.backup"), now=NOON)


async def test_a_backup_of_a_restored_database_remembers_the_earlier_doubt(
    database, migrated, clock, tmp_path
):
    again = await restored(migrated, database, clock, tmp_path, owe=[told(1)])
    later = [Tell(chain=(UserId("U1"),), text="x", subject="later", occasion="o")]
    await again.transact(lambda tx: tx.owed.owe(later, at=NOON + timedelta(days=9)))
    again.close()
    backup(migrated, tmp_path / "b.backup", now=NOON + timedelta(days=9))
    restore(migrated, tmp_path / "b.backup", now=NOON + timedelta(days=9), say=said)
    twice = open_database(migrated, clock=clock)
    (mark,) = [e for e in await twice.read(lambda tx: tx.owed.rows()) if e.key == HOLD]
    await twice.transact(lambda tx: tx.owed.drop(mark.id))
    claims = await claimed(twice)
    assert {each.first_tried_at for each in claims} == {NOON}
    twice.close()
