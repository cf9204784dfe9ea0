"""Who is asked to decide what is on hold: rows beside the activities, kept as these change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.tasks.deciders import asked_about_turn, shown_to
from orchestration.values import ActivityRef, ExecutionId, UserId
from storage.hold_tables import hold_deciders
from storage.tables import activity_executions, executions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.scope import Scope

_RUNNING = executions.c.status == "running"
_HELD = activity_executions.c.status == ActivityStatus.ON_HOLD.value
_NOBODY = delete(hold_deciders).where(
    hold_deciders.c.execution_id == bindparam("of"), hold_deciders.c.ref == bindparam("at")
)
_SOMEBODY = insert(hold_deciders)


def write_holds(scope: Scope, base: ProcessExecution | None, after: ProcessExecution) -> None:
    """Only what changed; a new owner has a card of everything that is on hold."""
    refs = frozenset[str](after.changed)
    if base is None or base.turns is not after.turns:
        refs |= frozenset(after.turns)
    if base is not None and base.owner != after.owner:
        refs = frozenset[str](after.activities) | frozenset(after.turns)
    gone: list[dict[str, object]] = []
    asked: list[dict[str, object]] = []
    for ref in sorted(refs):
        was = _asked(base, ref) if base else ()
        now = _asked(after, ref)
        if base is not None and was == now:
            continue
        if was or base is None:
            gone.append({"of": after.id, "at": ref})
        asked += ({"execution_id": after.id, "ref": ref, "person": each} for each in now)
    scope.send_each(_NOBODY, gone)
    scope.send_each(_SOMEBODY, asked)


def _asked(execution: ProcessExecution, ref: str) -> tuple[UserId, ...]:
    """Of an activity on hold; of a phase, which has no dot in its name, that waits in vain."""
    if ref not in execution.plan.activities:
        turn = execution.turns.get(ref)
        return asked_about_turn(execution, ref) if turn is not None and turn.asks else ()
    activity = execution.activity(ActivityRef(ref))
    return shown_to(execution, activity) if activity.status is ActivityStatus.ON_HOLD else ()


def turns_of(connection: Connection, person: UserId) -> Sequence[tuple[ExecutionId, str]]:
    found = connection.execute(
        select(hold_deciders.c.execution_id, hold_deciders.c.ref)
        .join(executions, executions.c.id == hold_deciders.c.execution_id)
        .where(hold_deciders.c.person == person, _RUNNING, ~hold_deciders.c.ref.contains("."))
        .order_by(hold_deciders.c.execution_id, hold_deciders.c.ref)
    )
    return [(ExecutionId(each.execution_id), each.ref) for each in found]


def holds_of(
    connection: Connection, person: UserId, limit: int
) -> Sequence[tuple[ExecutionId, ActivityRef]]:
    held = activity_executions
    found = connection.execute(
        select(hold_deciders.c.execution_id, hold_deciders.c.ref)
        .join(
            held,
            (held.c.execution_id == hold_deciders.c.execution_id)
            & (held.c.ref == hold_deciders.c.ref),
        )
        .join(executions, executions.c.id == hold_deciders.c.execution_id)
        .where(hold_deciders.c.person == person, _RUNNING, _HELD)
        .order_by(held.c.held_at, held.c.execution_id, held.c.ref)
        .limit(limit)
    )
    return [(ExecutionId(each.execution_id), ActivityRef(each.ref)) for each in found]
