"""What releases share, who holds it and who waits for it, read at this moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from orchestration.people.rights import Administrators
from orchestration.ports import Transaction
from orchestration.read_models.turn_lookup import reference_of
from orchestration.resources.model import ResourceRequest
from orchestration.resources.queue import places_of, waiting
from orchestration.values import Frozen, ProcessId, UserId


class Use(Frozen):
    """A phase that holds a resource, or waits for it."""

    request: str
    reference: str
    """Empty where its release is not this person's to see."""
    phase: str
    since: datetime
    paused: bool = False
    """It keeps what it holds."""
    held_back: bool = False
    """It keeps its place, and others are let by."""


class ResourceLine(Frozen):
    name: str
    places: int
    holders: tuple[Use, ...] = ()
    queue: tuple[Use, ...] = ()
    """In the order in which they are let in."""


class ResourcesPage(Frozen):
    lines: tuple[ResourceLine, ...] = ()
    can_set: bool = False


def resources_in(
    tx: Transaction,
    administrators: Administrators,
    person: UserId,
    *,
    sees: Callable[[ProcessId], bool] = lambda _: True,
) -> ResourcesPage:
    """Everything that is held, waited for, or has a limit, by name."""
    requests, known = tx.resources.requests(), tx.resources.all()
    names = {key: name for each in requests for key, name in each.names.items()}
    names |= {key: each.name for key, each in known.items()}
    queue = waiting(requests)
    lines = tuple(
        ResourceLine(
            name=name,
            places=places_of(known, key),
            holders=tuple(
                _use(tx, x, sees) for x in requests if x.held_at is not None and key in x.keys
            ),
            queue=tuple(_use(tx, x, sees) for x in queue if key in x.keys),
        )
        for key, name in sorted(names.items())
    )
    return ResourcesPage(lines=lines, can_set=person in administrators.of(tx))


def _use(tx: Transaction, request: ResourceRequest, sees: Callable[[ProcessId], bool]) -> Use:
    execution = tx.executions.find(request.execution_id)
    release = tx.releases.find(request.release_id)
    shown = execution is not None and release is not None and sees(release.process_id)
    paused = execution is not None and execution.paused is not None
    return Use(
        request=request.id,
        reference=reference_of(tx, request.release_id) if shown else "",
        phase=execution.plan.name_of(request.phase) if shown and execution else "",
        since=request.held_at or request.since,
        paused=paused and request.held_at is not None,
        held_back=request.held_at is None and not request.ready,
    )
