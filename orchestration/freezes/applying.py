"""Bringing a running release in line with freezes, and what the clock and an edit owe of that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orchestration.effects.freeze import ApplyFreezes
from orchestration.execution.recording import record
from orchestration.execution.state.model import ProcessExecution
from orchestration.freezes.holding import concerns
from orchestration.freezes.model import Freeze
from orchestration.freezes.reconciling import goes_on_by_itself, to_hear
from orchestration.people.working_time import WorkingWeek, at_work
from orchestration.ports import Transaction
from orchestration.releases.model import Release
from orchestration.values import FreezeId, ReleaseId

_DOOR = "clock"


def apply_freezes(
    tx: Transaction, release_id: ReleaseId, *, now: datetime, week: WorkingWeek
) -> None:
    """Tell it what it has to hear at this moment; nothing, where it heard all of that."""
    release = tx.releases.get(release_id)
    if release.execution_id is None or release.status.ended:
        return
    execution = tx.executions.get(release.execution_id)
    heard = list(to_hear(tx.freezes.since(now), release, execution, now))
    for event in heard:
        execution = record(tx, execution.id, event, door=_DOOR).execution
    if heard and _may_go_on_by_itself(tx, release, execution, now, week):
        for lifted in goes_on_by_itself(execution, now):
            record(tx, execution.id, lifted, door=_DOOR)


def owe_applying(
    tx: Transaction, freeze: Freeze, occasion: str, *, at: datetime, due_at: datetime | None = None
) -> None:
    """Have every running release that it is for, or that it holds, brought in line."""
    owed = [
        ApplyFreezes(release_id=each.id, occasion=occasion, due_at=due_at)
        for each in running_in(tx, [freeze])
    ]
    tx.owed.owe(owed, at=at)


def running_in(tx: Transaction, freezes: Iterable[Freeze]) -> list[Release]:
    """Running releases that one of these concerns, or holds already."""
    there = list(freezes)
    ids = {each.id for each in there}
    return [
        each
        for each in tx.releases.unfinished()
        if each.execution_id is not None
        and (any(concerns(freeze, each) for freeze in there) or _held_by(tx, each, ids))
    ]


def _held_by(tx: Transaction, release: Release, ids: set[FreezeId]) -> bool:
    execution = tx.executions.find(release.execution_id) if release.execution_id else None
    return execution is not None and any(each.freeze in ids for each in execution.frozen)


def _may_go_on_by_itself(
    tx: Transaction,
    release: Release,
    execution: ProcessExecution,
    now: datetime,
    week: WorkingWeek,
) -> bool:
    """Where its group says so, in its owner's working time."""
    group = tx.groups.find(release.group) if release.group else None
    if group is None or not group.resumes_by_itself or not execution.frozen:
        return False
    owner = tx.directory.people([release.owner]).get(release.owner)
    try:
        zone = ZoneInfo(owner.zone if owner else release.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return at_work(week, now, zone) <= now
