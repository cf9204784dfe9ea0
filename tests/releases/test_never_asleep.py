"""Whatever releases wait for and use: all of them end, or somebody is asked who can end it."""

from __future__ import annotations

import asyncio
import os
import shutil

from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.execution.events import TaskDone
from orchestration.execution.recording import record
from orchestration.read_models.turn_lookup import turn_card_in
from storage import migrate, open_database
from tests.contracts.family import called
from tests.contracts.yard import Yard
from tests.execution.building import OWNER, phase, runs, todo
from tests.storage.building import SettableClock

THOROUGH = os.environ.get("DRUMBEAT_HYPOTHESIS") == "thorough"
NAMES = ("red", "blue", "green")
INNER = [f"in-{name}" for name in NAMES]
uses = st.lists(st.sampled_from(["dock", "crane"]), max_size=2, unique=True)
waits = st.lists(st.sampled_from([*NAMES, "red.one", "blue.one", "green.two"]), max_size=1)


@st.composite
def ports(draw):
    """Three processes of two phases; what runs inside their first one waits for others too."""
    made = []
    for name, inner in zip(NAMES, INNER, strict=True):
        made.append(
            called(inner, phase("deep", todo("go"), uses=draw(uses), waits_for=draw(waits)))
        )
        work = [runs("part", inner) if draw(st.booleans()) else todo("do")]
        after = draw(st.sampled_from([(), ("one",)]))
        joined = (f"{'two'}.last",) if not after and draw(st.booleans()) else ()
        one = phase("one", *work, todo("also", after=joined), uses=draw(uses))
        two = phase("two", todo("last"), after=after, uses=draw(uses), waits_for=draw(waits))
        made.append(called(name, one, two))
    return made


@settings(max_examples=400 if THOROUGH else 12, deadline=None)
@given(ports(), st.integers(1, 2), st.booleans(), st.randoms(use_true_random=False))
def test_none_sleeps_unseen_and_whoever_is_asked_can_end_it(
    tmp_path_factory, processes, places, at_once, order
):
    there = tmp_path_factory.getbasetemp() / "port.db"
    if not there.exists():
        migrate(f"sqlite:///{there}", lambda _line: None)
    path = tmp_path_factory.mktemp("port") / "drumbeat.db"
    shutil.copy(there, path)
    clock = SettableClock()
    database = open_database(f"sqlite:///{path}", clock=clock)
    yard = Yard(database, clock, path.parent)
    try:
        asyncio.run(_worked_off(yard, processes, places, at_once, order))
    finally:
        database.close()
        shutil.rmtree(path.parent)


async def _worked_off(yard, processes, places, at_once, order):
    await yard.publish(*processes)
    await yard.resources.set_places("dock", places, by=OWNER)
    releases = [await yard.start(name, settle=not at_once) for name in NAMES]
    await yard.settled()
    for _ in range(30):
        stuck = {(x.execution_id, x.phase) for x in await _cards(yard) if x.in_a_circle}
        while await _work(yard, order):
            pass
        cards = await _cards(yard)
        left = {(x.execution_id, x.phase) for x in cards if x.waiting}
        assert stuck <= left, "of what never goes on by itself something did"
        ended = [(await yard.execution(each)).status.ended for each in releases]
        if all(ended):
            assert not left
            return
        asked = [each for each in cards if each.outcome == "asks"]
        assert asked, "some wait, and nobody is asked"
        await _decide(yard, asked[0])
    raise AssertionError("whoever is asked cannot end it")


async def _decide(yard, card):
    if card.can_be_overruled:
        await yard.turns.go_on(
            card.execution_id, card.phase, card.attempt, by=OWNER, reason="it must end"
        )
        await yard.settled()
        return
    await yard.abort(await yard.database.read(lambda tx: tx.releases.get(card.release_id)))


async def _work(yard, order):
    """One of all open to-dos is done; False where there is none."""
    everything = await _executions(yard)
    tasks = [(x.id, t) for x in everything for t in x.tasks.values() if t.open]
    if not tasks:
        return False
    of, task = order.choice(sorted(tasks, key=lambda each: each[1].id))
    done = TaskDone(at=yard.clock.now(), by=OWNER, task_id=task.id, round=task.round)
    await yard.database.transact(lambda tx: record(tx, of, done, door="test"))
    await yard.settled()
    return True


async def _executions(yard):
    def look(tx):
        found = [x for each in tx.releases.unfinished() for x in tx.executions.of_release(each.id)]
        return [tx.executions.get(each) for each in found]

    return await yard.database.read(look)


async def _cards(yard):
    executions = await _executions(yard)
    turns = [(x.id, name, t.attempt) for x in executions for name, t in x.turns.items()]
    return await yard.database.read(lambda tx: [turn_card_in(tx, *each) for each in turns])
