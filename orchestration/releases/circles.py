"""Releases that keep one another waiting: found as the circle closes, before they wait for ever.

They may wait for each other (`waits-for`), for what the other holds (`uses`), or for both in turn,
also from processes that run inside. A phase that waits keeps back itself, whatever of its release
comes after it, and the phase of the release that runs it, with all that this one holds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import Standing
from orchestration.ports import Transaction, Waiter
from orchestration.releases.kept_back import kept_back_by, kept_back_by_phase
from orchestration.releases.phases import phase_named
from orchestration.releases.standing import as_it_stands
from orchestration.releases.stuck import Need, WaitingPhase, circle_through
from orchestration.resources.model import Resource, ResourceRequest
from orchestration.resources.queue import in_the_way, places_of
from orchestration.values import ReleaseId

Circle = tuple[WaitingPhase, ...]


def releases_in(tx: Transaction, circle: Sequence[WaitingPhase]) -> tuple[str, ...]:
    """Their references in the order of the circle, one that stands there twice in a row once."""
    found: list[str] = []
    for each in circle:
        release_id = tx.executions.get(each.execution_id).release_id
        reference = tx.releases.get(release_id).reference
        if found[-1:] != [reference]:
            found.append(reference)
    return tuple(found[:-1] if len(found) > 1 and found[0] == found[-1] else found)


class Circles:
    """Everybody who waits, looked at from one phase that does, in one transaction."""

    def __init__(self, tx: Transaction, of: WaitingPhase) -> None:
        self._tx = tx
        self._of = of
        self._requests: Sequence[ResourceRequest] = tx.resources.requests()
        self._resources: Mapping[str, Resource] = tx.resources.all()

    @property
    def queued(self) -> bool:
        """True where it stands in the queue, and is let in when its turn comes."""
        return self._queues(self._of) is not None

    def by(self, waiter: Waiter) -> Circle:
        """The phases through which it waits for itself by this one, its own first; else none."""
        return self._circle([self._for_release(waiter)])

    def in_queue(self) -> Circle:
        """The same by what it queues for."""
        return self._circle(self._for_places(self._of))

    def _circle(self, first: Sequence[Need]) -> Circle:
        if not any(keeper for need in first for keeper in need.keepers):
            return ()
        needs: dict[WaitingPhase, list[Need]] = {}
        left = deque([self._of])
        while left:
            each = left.popleft()
            if each not in needs:
                needs[each] = self._needs_of(each)
                left.extend(x for need in needs[each] for keeper in need.keepers for x in keeper)
        return circle_through(self._of, first, needs)

    def _needs_of(self, waiting: WaitingPhase) -> list[Need]:
        waiters = self._tx.waiters.of(waiting.execution_id, waiting.phase)
        others = [self._for_release(each) for each in waiters if self._keeps(each)]
        return [*others, *self._for_places(waiting)]

    def _keeps(self, waiter: Waiter) -> bool:
        """Where a person is asked about it already, a person lets it go on."""
        return as_it_stands(self._tx, waiter).standing is Standing.WAITING

    def _for_release(self, waiter: Waiter) -> Need:
        release_id = waiter.target_release
        if release_id is None:
            return Need((), 0)
        release = self._tx.releases.get(release_id)
        execution = self._tx.executions.find(release.execution_id) if release.execution_id else None
        awaited = phase_named(self._tx, release, execution, waiter.target_phase)
        if execution is None or (awaited is None and waiter.target_phase is not None):
            return Need((), 0)
        keepers = {
            each
            for each in self._waiting_in(release_id)
            if awaited is None or self._keeps_back(each, execution, awaited.id)
        }
        return Need((frozenset(keepers),), 1)

    def _for_places(self, waiting: WaitingPhase) -> list[Need]:
        """For each resource: a place is free once enough of the others are through with it."""
        own = self._queues(waiting)
        if own is None:
            return []
        found: list[Need] = []
        for key in own.keys:
            others = in_the_way(self._requests, own, key)
            keepers = tuple(self._through_with(each) for each in others.values())
            enough = len(others) - places_of(self._resources, key) + 1
            if enough > 0:
                found.append(Need(keepers, enough))
        return found

    def _queues(self, waiting: WaitingPhase) -> ResourceRequest | None:
        own = next((x for x in self._requests if _of(x) == waiting), None)
        return own if own is not None and own.held_at is None and own.ready else None

    def _through_with(self, uses: Sequence[ResourceRequest]) -> frozenset[WaitingPhase]:
        """What has to go on before a release gives back what these phases of it hold or want."""
        found = {_of(each) for each in uses if each.held_at is None}
        for use in uses:
            execution = self._tx.executions.get(use.execution_id)
            inside = self._waiting_in(use.release_id)
            found.update(x for x in inside if self._keeps_back(x, execution, use.phase))
        return frozenset(found)

    def _waiting_in(self, release_id: ReleaseId) -> Iterator[WaitingPhase]:
        for waiter in self._tx.waiters.of_release(release_id):
            yield WaitingPhase(waiter.execution_id, waiter.phase)
        for each in self._requests:
            if each.release_id == release_id and each.held_at is None:
                yield _of(each)

    def _keeps_back(self, waiting: WaitingPhase, execution: ProcessExecution, phase: str) -> bool:
        """True where that phase of that execution cannot end before this one has gone on.

        Of a process that runs inside, it is the phase that runs it; what runs beside it, or inside
        of something else, waits for nobody there.
        """
        inner = self._tx.executions.get(waiting.execution_id)
        if inner.id == execution.id:
            return phase in kept_back_by_phase(execution, waiting.phase)
        while inner.parent is not None:
            ref = inner.parent.ref
            inner = self._tx.executions.get(inner.parent.execution_id)
            if inner.id == execution.id:
                return phase in kept_back_by(execution, ref)
        return False


def _of(request: ResourceRequest) -> WaitingPhase:
    return WaitingPhase(request.execution_id, request.phase)
