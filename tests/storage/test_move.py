"""A move: every row as it was, into an empty database, and never two databases that both act."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from orchestration.effects import LearnDirectory, Tell
from orchestration.errors import Permanent
from orchestration.ports import Decision
from storage import (
    HOLD,
    backup,
    lock_file,
    migrate,
    move,
    moved_away,
    open_database,
    restore,
)
from storage.tables import SCHEMA
from tests.postgres.server import fresh_database
from tests.storage.building import ANA, NOON
from tests.storage.filling import content, engine_of, fill

LATER = NOON + timedelta(hours=1)


def told(n: int) -> Tell:
    return Tell(chain=(ANA,), text=f"{n}", subject=f"s{n}", occasion="o")


def quiet(_line: str) -> None:
    """Nobody listens."""


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/drumbeat.db"


@pytest.fixture
def target() -> Iterator[str]:
    with fresh_database(migrated=False) as url:
        yield url


def moved(source: str, target: str, **more):
    return move(source, target, now=LATER, say=quiet, **more)


def rows_of_jobs(url: str) -> list[tuple[int, object]]:
    engine = engine_of(url)
    with engine.begin() as connection:
        query = "SELECT (args->>'row_id')::int, scheduled_at FROM procrastinate_jobs ORDER BY 1"
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_every_row_of_every_table_arrives_as_it_was(migrated, target):
    fill(migrated)
    before = content(migrated)
    assert all(before.values())
    done = moved(migrated, target)
    assert content(target) == before
    assert done.rows == sum(map(len, before.values()))


def test_it_says_how_far_it_is(migrated, target):
    fill(migrated)
    heard = []
    done = moved(migrated, target, heard=lambda *each: heard.append(each))
    assert heard[-1] == (done.rows, done.rows)
    assert heard == sorted(heard)


async def test_what_is_owed_is_due_there_with_a_job_and_new_rows_are_numbered_after_it(
    database, migrated, target, clock
):
    def work(tx):
        tx.owed.owe([told(1), LearnDirectory()], at=NOON)
        tx.owed.owe([told(2)], at=NOON + timedelta(days=1))

    await database.transact(work)
    (held,) = await database.transact(
        lambda tx: tx.owed.claim("dead", now=NOON, lease=timedelta(hours=9), limit=1)
    )
    database.close()
    moved(migrated, target)
    there = open_database(target, clock=clock)
    rows = {each.key: each for each in await there.read(lambda tx: tx.owed.rows())}
    assert set(rows) == {told(1).key, told(2).key, LearnDirectory().key}
    (free,) = {told(1).key, LearnDirectory().key} - {held.effect.key}
    assert dict(rows_of_jobs(target)) == {
        held.id: NOON + timedelta(hours=9),  # left to the lease of whoever died holding it
        rows[free].id: None,
        rows[told(2).key].id: NOON + timedelta(days=1),
    }
    await there.transact(lambda tx: tx.owed.owe([told(3)], at=NOON))
    newest = {each.key: each.id for each in await there.read(lambda tx: tx.owed.rows())}
    assert newest[told(3).key] > max(each.id for each in rows.values())
    there.close()


async def test_the_audit_holds_on_the_other_side_and_goes_on(database, migrated, target, clock):
    def decide(tx):
        reason = f"why {tx.owed.rows()}"
        tx.texts.keep(reason, "because")
        for n in range(3):
            tx.audit.append(
                Decision(chain="c", at=NOON, actor=ANA, door="slack", action=f"{n}", text_id=reason)
            )
        tx.audit.anchor(at=NOON)

    await database.transact(decide)
    database.close()
    assert moved(migrated, target).faults == ()
    there = open_database(target, clock=clock)
    await there.transact(decide)
    assert await there.read(lambda tx: tx.audit.faults()) == []
    assert len(await there.read(lambda tx: tx.audit.entries(["c"]))) == 6
    there.close()


async def test_a_chain_that_was_broken_before_is_named(database, migrated, target):
    decision = Decision(chain="c", at=NOON, actor=ANA, door="slack", action="approved")
    await database.transact(lambda tx: tx.audit.append(decision))
    database.close()
    with closing(sqlite3.connect(migrated.removeprefix("sqlite:///"))) as file:
        file.execute("UPDATE audit_entries SET action = 'rejected'")
        file.commit()
    (fault,) = moved(migrated, target).faults
    assert "was changed after it was written" in fault


async def test_nothing_is_paid_from_the_file_that_was_moved(database, migrated, target, clock):
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    database.close()
    moved(migrated, target)
    assert moved_away(migrated).startswith("moved to ")
    assert moved_away(target) == ""
    left = open_database(migrated, clock=clock)
    lease = timedelta(seconds=60)
    claim = lambda tx: tx.owed.claim("w", now=LATER, lease=lease, limit=9)  # noqa: E731
    assert await left.transact(claim) == []
    (mark,) = [each for each in await left.read(lambda tx: tx.owed.rows()) if each.key == HOLD]
    assert "moved to" in mark.reason

    await left.transact(lambda tx: tx.owed.drop(mark.id))  # the new one was given up for good
    assert moved_away(migrated) == ""
    (claimed,) = await left.transact(claim)
    assert claimed.tries > 1, "it may have been done there: its handler looks for our key first"
    left.close()


def test_a_move_that_was_made_is_not_made_again(migrated, target):
    fill(migrated)
    moved(migrated, target)
    with pytest.raises(Permanent, match=r"It was moved to .*set DATABASE_URL to it"):
        moved(migrated, target)
    with (
        fresh_database(migrated=False) as third,
        pytest.raises(Permanent, match=r"was moved to .* goes on in its place"),
    ):
        moved(migrated, third)


class StoppedError(Exception):
    """The operator pressed Ctrl+C, say."""


async def test_a_move_that_is_stopped_leaves_both_sides_as_they_were(
    database, migrated, target, clock
):
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    database.close()
    before = content(migrated)

    def stop(_done, _total):
        raise StoppedError

    with pytest.raises(StoppedError):
        moved(migrated, target, heard=stop)
    assert content(migrated) == before
    assert moved_away(migrated) == ""
    assert not any(content(target).values())
    moved(migrated, target)
    assert content(target) == before


async def test_a_move_that_died_before_its_commit_holds_the_file_and_is_made_again(
    database, migrated, target, clock
):
    """At that moment the file is marked and the target empty: nobody acts until it is repeated."""
    await database.transact(lambda tx: tx.owed.owe([told(1)], at=NOON))
    database.close()
    moved(migrated, target)
    engine = engine_of(target)
    with engine.begin() as connection:  # as if the last commit had never been heard
        connection.execute(text("TRUNCATE owed, directory_fetches CASCADE"))
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    engine.dispose()
    assert moved_away(migrated)
    moved(migrated, target)
    there = open_database(target, clock=clock)
    lease = timedelta(seconds=60)
    (claim,) = await there.transact(lambda tx: tx.owed.claim("w", now=LATER, lease=lease, limit=9))
    assert claim.effect == told(1)
    assert claim.tries > 1, "whether it was done is not known: it is looked for"
    there.close()


def test_a_target_that_holds_anything_is_refused_and_left_alone(migrated, target):
    migrate(target, quiet)
    fill(target)
    before = content(target)
    with pytest.raises(Permanent, match=r"is not empty: it has rows, 3 in .*createdb"):
        moved(migrated, target)
    assert content(target) == before
    assert moved_away(migrated) == ""


def test_a_file_that_is_served_is_not_moved(migrated, target):
    with lock_file(migrated), pytest.raises(Permanent, match="already serves") as refused:
        moved(migrated, target)
    assert str(os.getpid()) in refused.value.reason


@pytest.mark.parametrize(
    ("schema", "said"), [("0001", "Bring it up to date first: DATABASE_URL="), ("0999", "newer")]
)
def test_a_file_of_another_schema_says_what_to_do(migrated, target, schema, said):
    assert schema != SCHEMA
    with closing(sqlite3.connect(migrated.removeprefix("sqlite:///"))) as file:
        file.execute("UPDATE alembic_version SET version_num = ?", (schema,))
        file.commit()
    with pytest.raises(Permanent, match=said):
        moved(migrated, target)


def test_a_restored_file_that_nobody_resumed_is_not_moved(migrated, target, tmp_path):
    backup(migrated, tmp_path / "a.backup", now=NOON)
    restore(migrated, tmp_path / "a.backup", now=NOON, say=quiet)
    with pytest.raises(Permanent, match=r"is held .*Resume it first, or .*drumbeat restore FILE"):
        moved(migrated, target)


def test_what_is_no_move_is_refused_in_words(migrated, target, tmp_path):
    with pytest.raises(Permanent, match=r"From PostgreSQL: `drumbeat backup"):
        moved(target, migrated)
    with pytest.raises(Permanent, match=r"is SQLite. Set DATABASE_URL to"):
        moved(migrated, migrated)
    with pytest.raises(Permanent, match="There is no database at"):
        moved(f"sqlite:///{tmp_path}/none.db", target)
    assert not list(tmp_path.glob("none*"))
    with pytest.raises(Permanent, match="cannot be reached"):
        moved(migrated, "postgresql://drumbeat@127.0.0.1:1/drumbeat")
    (tmp_path / "letter.txt").write_text("Dear database, " * 100)
    with pytest.raises(Permanent, match=r"letter.txt is not a database"):
        moved(f"sqlite:///{tmp_path}/letter.txt", target)


def test_a_value_that_postgresql_cannot_keep_is_named_and_nothing_is_moved(migrated, target):
    with closing(sqlite3.connect(migrated.removeprefix("sqlite:///"))) as file:
        file.execute("INSERT INTO texts VALUES ('t', 's', 'a' || char(0) || 'b', 'h')")
        file.commit()
    with pytest.raises(Permanent, match=r"texts has a row that cannot be written: .*NUL"):
        moved(migrated, target)
    assert moved_away(migrated) == ""
