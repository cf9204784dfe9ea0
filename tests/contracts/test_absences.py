"""Who is away, on every database."""

from __future__ import annotations

from datetime import timedelta

from orchestration.execution.engine import advance
from orchestration.execution.events import MembersChanged, TaskSignedOff
from orchestration.execution.state.acting import Away
from orchestration.execution.state.statuses import Verdict
from orchestration.people.absence import Absence
from orchestration.values import ExecutionId, TaskId
from storage import open_database
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON, WEB, started

DAY = timedelta(days=1)
FIRST = ExecutionId("ex_1")
QA = TaskId("ex_1/test.qa/sign")


def absence(person=ANA, until=NOON + DAY, substitute=BEN):
    return Absence(person=person, until=until, substitute=substitute, since=NOON, by=person)


async def put(database, *absences):
    def work(tx):
        for each in absences:
            tx.absences.put(each)

    await database.transact(work)


async def test_an_absence_comes_back_as_it_was_said(database):
    await put(database, absence())
    assert await database.read(lambda tx: tx.absences.find(ANA)) == absence()
    assert await database.read(lambda tx: tx.absences.find(BEN)) is None


async def test_what_is_said_last_of_a_person_counts(database):
    later = absence(until=NOON + 2 * DAY, substitute=None)
    await put(database, absence(), later)
    assert await database.read(lambda tx: tx.absences.lasting(at=NOON)) == {ANA: later}


async def test_only_absences_that_last_still_are_found(database):
    await put(database, absence(), absence(BEN, NOON + 2 * DAY), absence(CLEO, NOON))
    assert set(await database.read(lambda tx: tx.absences.lasting(at=NOON))) == {ANA, BEN}
    assert set(await database.read(lambda tx: tx.absences.lasting(at=NOON + DAY))) == {BEN}


async def test_an_absence_that_is_over_is_forgotten(database):
    await put(database, absence())
    for _ in range(2):
        await database.transact(lambda tx: tx.absences.end(ANA))
    assert await database.read(lambda tx: tx.absences.find(ANA)) is None


async def test_a_running_release_keeps_who_is_away_and_in_whose_place_was_signed(
    database, database_url, clock
):
    def begin(tx):
        tx.processes.publish(WEB, by=DAN, at=NOON)
        tx.executions.add(started())

    await database.transact(begin)
    away = MembersChanged(
        at=NOON,
        members={"qa": (ANA, BEN)},
        away={ANA: Away(until=NOON + DAY, substitute=CLEO)},
        backed_up=frozenset({"qa"}),
    )
    signed = TaskSignedOff(
        at=NOON,
        by=CLEO,
        task_id=QA,
        round=1,
        verdict=Verdict.REJECTED,
        through="qa",
        shown="f00d",
    )

    def change(tx):
        after = advance(tx.executions.get(FIRST), away).execution
        tx.executions.save(after)
        tx.executions.save(advance(after.saved(), signed).execution)

    await database.transact(change)
    elsewhere = open_database(database_url, clock=clock)
    found = await elsewhere.read(lambda tx: tx.executions.get(FIRST))
    elsewhere.close()
    assert dict(found.away) == away.away
    assert found.backed_up == {"qa"}
    (verdict,) = found.tasks[QA].verdicts
    assert (verdict.by, verdict.instead_of) == (CLEO, ANA)


async def test_people_want_direct_messages_until_they_say_otherwise(database):
    def say(person, *, wanted):
        return database.transact(
            lambda tx: tx.preferences.want_direct_messages(person, wanted=wanted)
        )

    await say(ANA, wanted=False)
    await say(BEN, wanted=False)
    await say(BEN, wanted=True)
    without = await database.read(
        lambda tx: tx.preferences.without_direct_messages([ANA, BEN, CLEO])
    )
    assert without == {ANA}
    assert await database.read(lambda tx: tx.preferences.without_direct_messages([])) == set()
