"""Undoing an approval races the run that it starts: exactly one of them wins."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from orchestration.effects import TriggerPipeline
from orchestration.errors import Rejected
from orchestration.execution.decisions.taking_back import TakingBack
from orchestration.execution.events import RunAsked
from orchestration.execution.state.keys import run_key
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.handlers import Outside, pay
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.ports import Claim
from orchestration.read_models.task_card import shown_by
from orchestration.values import ActivityRef, TaskId
from tests.postgres.test_clicks import ONE, PEOPLE, approved, begin, clicked, signed_by_all
from tests.storage.building import NOON, automated

DANA = PEOPLE[0]


class Ci:
    """The catalogue and its one provider: it remembers what it was asked to run."""

    def __init__(self):
        self.asked = []

    def provider_of(self, _pipeline):
        return self

    def find(self, _pipeline):
        return None

    async def trigger(self, request):
        self.asked.append(request.key)
        return RunReport(key=request.key, status=RunStatus.RUNNING)


class Race:
    """One replica undoes, the other asks for the run."""

    def __init__(self, replicas, clock):
        self.undoer, self.asker = replicas
        self.taking_back = TakingBack(self.undoer, clock)
        self.ci = Ci()
        self.outside = Outside(
            database=self.asker,
            clock=clock,
            messenger=None,
            workspace=None,
            drafter=None,
            reviser=None,
            catalogue=self.ci,
            administrators=None,
            processes=None,
            files=None,
            revisions=None,
            text_files=None,
        )

    async def execution(self):
        return await self.undoer.read(lambda tx: tx.executions.get(ONE))

    async def undo(self, n):
        """True where it was taken back."""
        task_id = TaskId(f"ex_1/p.go{n}/sign")

        def look(tx):
            execution = tx.executions.get(ONE)
            release = tx.releases.get(execution.release_id)
            return shown_by(release, execution, execution.tasks[task_id])

        shown = await self.undoer.read(look)
        try:
            await self.taking_back.undo(task_id, 1, shown=shown, by=DANA)
        except Rejected:
            return False
        return True

    async def ask(self, n, *, tries=1):
        """As the worker pays it: the call first, then what it answered."""
        effect = TriggerPipeline(
            execution_id=ONE, ref=ActivityRef(f"p.deploy{n}"), attempt=1, due_at=NOON
        )
        claim = Claim(
            id=n,
            effect=effect,
            tries=tries,
            wanted=1,
            owed_at=NOON,
            first_tried_at=NOON,
            claimed_by="w",
        )
        paid = await pay(self.outside, claim)
        if paid.then:
            await self.asker.transact(paid.then)

    async def has_one_winner(self, n, undone):
        execution = await self.execution()
        asked = run_key(ONE, ActivityRef(f"p.deploy{n}"), 1) in self.ci.asked
        assert asked is not undone
        gate = execution.activity(ActivityRef(f"p.go{n}")).status
        deploy = execution.activity(ActivityRef(f"p.deploy{n}")).status
        if undone:
            assert (gate, deploy) == (ActivityStatus.WAITING_FOR_INPUT, ActivityStatus.PENDING)
        else:
            assert (gate, deploy) == (ActivityStatus.SUCCEEDED, ActivityStatus.RUNNING)


async def approved_gates(replicas, count):
    gates = [signed_by_all(f"go{n}", needed=1) for n in range(count)]
    after = [automated(f"deploy{n}", depends_on=(f"go{n}",)) for n in range(count)]
    await begin(replicas[0], *gates, *after)
    for n in range(count):
        await clicked(replicas[0], approved(f"go{n}", DANA, n))


@pytest.mark.parametrize("first", ["undo", "ask"])
async def test_whoever_comes_first_wins(replicas, clock, first):
    race = Race(replicas, clock)
    await approved_gates(replicas, 1)
    if first == "undo":
        assert await race.undo(0)
        await race.ask(0)
    else:
        await race.ask(0)
        assert not await race.undo(0)
    await race.has_one_winner(0, undone=first == "undo")


async def test_when_both_come_at_once_exactly_one_wins(replicas, clock):
    race = Race(replicas, clock)
    await approved_gates(replicas, 12)
    for n in range(12):
        undone, _ = await asyncio.gather(race.undo(n), race.ask(n))
        await race.has_one_winner(n, undone)


async def test_a_worker_that_died_after_saying_so_asks_for_the_run_all_the_same(replicas, clock):
    race = Race(replicas, clock)
    await approved_gates(replicas, 1)
    said = RunAsked(at=NOON, ref=ActivityRef("p.deploy0"), attempt=1)
    await clicked(replicas[1], said)
    assert not await race.undo(0)
    await race.ask(0, tries=2)
    await race.has_one_winner(0, undone=False)


async def test_the_run_is_owed_for_the_end_of_the_window(replicas):
    await approved_gates(replicas, 1)
    soon, late = NOON + timedelta(seconds=9), NOON + timedelta(seconds=11)

    def claimed(tx, now):
        claims = tx.owed.claim("w", now=now, lease=timedelta(1), limit=99)
        return [x.effect.kind for x in claims if x.effect.kind == "trigger_pipeline"]

    assert await replicas[0].transact(lambda tx: claimed(tx, soon)) == []
    assert await replicas[0].transact(lambda tx: claimed(tx, late)) == ["trigger_pipeline"]
