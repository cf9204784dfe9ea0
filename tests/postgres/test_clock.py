"""One time for all replicas: the database's, whatever their own machines believe."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from bot.doctor.database import database_findings
from bot.doctor.finding import Verdict
from storage import open_database
from storage.clock import EVERY, DatabaseClock
from storage.connecting import postgres_engine

SOON = timedelta(seconds=0.5)


class Off:
    """A machine whose clock is off."""

    def __init__(self, by: timedelta):
        self.by = by

    def now(self):
        return datetime.now(UTC) + self.by


def test_replicas_of_one_database_agree_on_the_time(migrated):
    replicas = [open_database(migrated) for _ in range(2)]
    first, second = (each.clock.now() for each in replicas)
    for each in replicas:
        each.close()
    assert abs(first - second) < SOON


def test_a_machine_that_stood_still_is_right_again_with_the_next_answer(migrated):
    ran = [100.0]
    clock = DatabaseClock(lambda: ran[0])
    engine = postgres_engine(migrated, connections=1, read_only=True)
    with engine.connect() as connection:
        clock.keep(connection)
        first = clock.now()
        time.sleep(0.1)
        clock.keep(connection)
        assert clock.now() == first, "it is not asked all the time"
        ran[0] += EVERY
        clock.keep(connection)
    engine.dispose()
    assert timedelta(seconds=0.1) <= clock.now() - first < timedelta(seconds=0.1) + SOON


def test_an_answer_that_took_long_changes_nothing_that_fits_it():
    clock = DatabaseClock(lambda: 0.0)
    clock._heard(said=1_000.0, asked_at=0.0, answered_at=0.0)
    clock._heard(said=1_008.0, asked_at=5.0, answered_at=15.0)
    assert clock.now().timestamp() == 1_000.0
    clock._heard(said=1_030.0, asked_at=20.0, answered_at=21.0)
    assert clock.now().timestamp() == 1_009.0


async def test_the_doctor_says_when_this_machine_and_the_database_do_not_agree(migrated):
    async def clock(off):
        found = [each async for each in database_findings(migrated, Off(timedelta(seconds=off)))]
        return next(each for each in found if each.check == "clock")

    assert (await clock(1)).verdict is Verdict.OK
    ahead, behind = await clock(120), await clock(-120)
    assert ahead.verdict is behind.verdict is Verdict.FAILED
    assert "120 s ahead of the database's" in ahead.said
    assert "120 s behind the database's" in behind.said
    assert "NTP" in ahead.mend
