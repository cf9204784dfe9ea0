"""A freeze over a running release: nothing new begins but in uninterruptible phases under way.

What would have begun is held back as in a pause. When the freeze is over it still waits: for its
owner's word, or where its group says so for nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from orchestration.execution.events.freezes import (
    FreezeEvent,
    FreezeHeld,
    FreezeLifted,
    FreezeOver,
)
from orchestration.execution.flow.going_on import gone_on
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.model import ProcessExecution
from orchestration.replacing import replace


def of_freeze(execution: ProcessExecution, event: FreezeEvent) -> ProcessExecution:
    match event:
        case FreezeHeld():
            return _held(execution, event)
        case FreezeOver():
            return _over(execution, event)
        case FreezeLifted():
            return _lifted(execution, event)
        case _:
            assert_never(event)


def _held(execution: ProcessExecution, event: FreezeHeld) -> ProcessExecution:
    """A release that fails starts nothing anyhow. One that was let go on is not held again."""
    if execution.started_at is None or execution.failed_by is not None:
        return execution
    known = _of(execution, event)
    if known is None:
        hold = FreezeHold(
            freeze=event.freeze,
            name=event.name,
            begins=event.begins,
            until=event.until,
            at=event.at,
            by=event.by,
        )
        return replace(execution, freezes=(*execution.freezes, hold))
    if known.resumed_at is not None or (known.until == event.until and known.over_at is None):
        return execution
    return _with(execution, known, replace(known, until=event.until, over_at=None))


def _over(execution: ProcessExecution, event: FreezeOver) -> ProcessExecution:
    known = _of(execution, event)
    if known is None or known.over_at is not None or known.resumed_at is not None:
        return execution
    return _with(execution, known, replace(known, over_at=event.at))


def _lifted(execution: ProcessExecution, event: FreezeLifted) -> ProcessExecution:
    known = _of(execution, event)
    if known is None or known.resumed_at is not None:
        return execution
    lifted = replace(known, resumed_at=event.at, resumed_by=event.by)
    return gone_on(_with(execution, known, lifted), event.at)


def frozen_like(
    parent: ProcessExecution, child: ProcessExecution, at: datetime
) -> Iterator[FreezeEvent]:
    """What a process inside hears: what its parent is held by, unless it runs in a phase there
    that goes to its end.
    """
    if child.parent is None:
        return
    spared = not parent.paused and not parent.holds_back(child.parent.ref)
    above = {} if spared else {(each.freeze, each.begins): each for each in parent.frozen}
    for (freeze, begins), hold in above.items():
        yield FreezeHeld(at=at, freeze=freeze, name=hold.name, begins=begins, until=hold.until)
    lifted = {(each.freeze, each.begins): each.resumed_by for each in parent.freezes}
    for hold in child.frozen:
        place = (hold.freeze, hold.begins)
        if place not in above:
            by = lifted.get(place)
            yield FreezeLifted(at=at, freeze=hold.freeze, begins=hold.begins, by=by)


def _of(execution: ProcessExecution, event: FreezeEvent) -> FreezeHold | None:
    each_of = (each for each in execution.freezes if each.is_of(event.freeze, event.begins))
    return next(each_of, None)


def _with(execution: ProcessExecution, was: FreezeHold, now: FreezeHold) -> ProcessExecution:
    changed = replace(now, told=was.told + 1)
    freezes = tuple(changed if each is was else each for each in execution.freezes)
    return replace(execution, freezes=freezes)
