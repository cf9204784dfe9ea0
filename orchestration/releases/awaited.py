"""Which release a phase waits for, and how that one stands at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import PhaseTurn, Standing, WaitedFor
from orchestration.ports import Transaction, Waiter
from orchestration.processes.model import Phase
from orchestration.processes.waits_for import Awaited, read_awaited
from orchestration.releases.circles import Circles, releases_in
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.standing import WELL, as_it_stands
from orchestration.releases.stuck import WaitingPhase
from orchestration.replacing import replace
from orchestration.values import ProcessId, ReleaseGroupId, name_key

_UNDER_WAY = frozenset({ReleaseStatus.RUNNING, ReleaseStatus.PAUSED})


class _Meant(NamedTuple):
    """Whose releases a name stands for."""

    process_id: ProcessId
    group: ReleaseGroupId | None = None

    def is_one(self, release: Release) -> bool:
        if self.group is not None:
            return release.group == self.group
        return release.process_id == self.process_id


def waiters_of(
    tx: Transaction, execution: ProcessExecution, phase: Phase, turn: PhaseTurn
) -> tuple[Waiter, ...]:
    """For whom this phase waits, each name with the release that it means now.

    A release that is waited for stays meant until it has ended badly: then the next of its process
    or group is, once there is one.
    """
    known = {each.said: each for each in turn.waits_for if each.standing is not Standing.BADLY}
    own = tx.releases.get(execution.release_id)
    return tuple(
        _waiter(tx, execution, own, phase.id, read_awaited(said), known.get(said))
        for said in phase.waits_for
    )


def _waiter(
    tx: Transaction,
    execution: ProcessExecution,
    own: Release,
    phase: str,
    awaited: Awaited,
    known: WaitedFor | None,
) -> Waiter:
    target: Release | None = None
    process_id: ProcessId | None = None
    kept = tx.releases.find(known.release_id) if known and known.release_id else None
    if awaited.is_reference:
        found = tx.releases.find_by_reference(awaited.release)
        target = kept or (_run_again(tx, found) if found else None)
        process_id = found.process_id if found else None
    elif (meant := _meant(tx, awaited.release)) is not None:
        process_id = meant.process_id
        target = kept or _running_or_next(tx, meant, own)
    return Waiter(
        execution_id=execution.id,
        phase=phase,
        release_id=own.id,
        said=awaited.said,
        target_release=target.id if target else None,
        target_process=process_id,
        target_phase=awaited.phase,
    )


def _meant(tx: Transaction, name: str) -> _Meant | None:
    """A group of that name, else a process; by id, name or the letters of its references."""
    wanted = name_key(name)
    for group in tx.groups.list():
        if wanted in {name_key(x) for x in (group.id, group.name, group.reference_key)}:
            return _Meant(group.process_id, group.id)
    for process in tx.processes.list():
        if wanted in {name_key(x) for x in (process.id, process.name, process.reference_key)}:
            return _Meant(process.id)
    return None


def _run_again(tx: Transaction, release: Release) -> Release:
    """Itself; or where it has ended badly the next that was made like it, once there is one."""
    if not release.status.ended or release.status in WELL:
        return release
    like = (release.process_id, release.name, release.version)
    later = [
        each
        for each in tx.releases.unfinished()
        if (each.process_id, each.name, each.version) == like
        and each.created_at > release.created_at
    ]
    return min(later, key=lambda each: (each.created_at, each.id), default=release)


def _running_or_next(tx: Transaction, meant: _Meant, own: Release) -> Release | None:
    """The one that has run longest, else the next that is planned.

    Of the releases beside which it began itself, only those that were there before it.
    """
    among = [x for x in tx.releases.unfinished() if x.id != own.id and meant.is_one(x)]
    begun = own.started_at or own.created_at
    same = meant.is_one(own)
    running = [x for x in among if x.status in _UNDER_WAY]
    if same:
        running = [x for x in running if (x.started_at or x.created_at, x.id) < (begun, own.id)]
    if running:
        return min(running, key=lambda x: (x.started_at or x.created_at, x.id))
    planned = [] if same else [x for x in among if x.status is ReleaseStatus.SCHEDULED]
    return min(planned, key=lambda x: (x.scheduled_for or x.created_at, x.id), default=None)


class Seen(NamedTuple):
    """What a phase that waits is told of the others, as they stand now."""

    waits_for: tuple[WaitedFor, ...]
    queued: bool
    """Its own request stands in the queue, where others find it."""
    circle: tuple[str, ...]
    """It queues for what is never given back: as in `PhaseTurn`."""
    concerned: tuple[WaitingPhase, ...]
    """Everybody else of the circles that were found."""


def seen_in(tx: Transaction, of: WaitingPhase, waiters: Sequence[Waiter]) -> Seen:
    look = Circles(tx, of)
    concerned: dict[WaitingPhase, None] = {}
    waits_for: list[WaitedFor] = []
    for waiter in waiters:
        seen = as_it_stands(tx, waiter)
        circle = look.by(waiter) if seen.standing is Standing.WAITING else ()
        if circle:
            names = releases_in(tx, circle)
            seen = replace(seen, standing=Standing.CIRCLE, circle=names)
        concerned.update(dict.fromkeys(circle[1:]))
        waits_for.append(seen)
    circle = look.in_queue()
    concerned.update(dict.fromkeys(circle[1:]))
    names = releases_in(tx, circle)
    return Seen(tuple(waits_for), look.queued, names, tuple(concerned))
