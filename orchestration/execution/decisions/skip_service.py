"""Leaving an activity out, with a reason: what is on hold by whoever decides that."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.deciding import demand_decider
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.events import ActivitySkipped, SkipWithdrawn
from orchestration.execution.flow.skipping import can_be_skipped
from orchestration.execution.recording import record
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.model import Right
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.model import Activity
from orchestration.processes.tasks import TaskKind
from orchestration.values import ActivityRef, ExecutionId, UserId


class SkipService:
    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def skip(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId, reason: str
    ) -> ActivityExecution:
        """As it is afterwards: skipped, or to be skipped when its turn comes."""
        said = said_why(reason)

        def work(tx: Transaction) -> ActivityExecution:
            execution, through = self._allowed(tx, execution_id, ref, attempt, by)
            text_id = f"{execution_id}/{ref}/skipped.{attempt}"
            tx.texts.keep(text_id, said)
            event = ActivitySkipped(
                at=self._clock.now(), by=by, ref=ref, attempt=attempt, reason_id=text_id
            )
            step = record(tx, execution.id, event, door="slack", through=through)
            return step.execution.activity(ref)

        return await self._database.transact(work, urgent=True, name="skip")

    async def withdraw(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId
    ) -> ProcessExecution:
        """What was to be skipped is not; nothing goes past a gate by that."""

        def work(tx: Transaction) -> ProcessExecution:
            execution = tx.executions.get(execution_id)
            name = words.quote(execution.plan.name_of(ref))
            to = f"withdraw the skip of “{name}”"
            through = demand_operating(tx, self._administrators, by, execution, to=to)
            activity = execution.activity(ref)
            if activity.to_be_skipped is None or activity.attempt != attempt:
                raise Rejected(f"“{name}” is not to be skipped any more, or its turn has come.")
            event = SkipWithdrawn(at=self._clock.now(), by=by, ref=ref, attempt=attempt)
            return record(tx, execution.id, event, door="slack", through=through).execution

        return await self._database.transact(work, urgent=True, name="skip_withdrawn")

    async def may_skip(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId
    ) -> ProcessExecution:
        """Raise what a skip would raise, before a form is shown for it."""
        return await self._database.read(
            lambda tx: self._allowed(tx, execution_id, ref, attempt, by)[0]
        )

    def _allowed(
        self, tx: Transaction, execution_id: ExecutionId, ref: ActivityRef, attempt: int, by: UserId
    ) -> tuple[ProcessExecution, str]:
        execution = tx.executions.get(execution_id)
        to = f"skip “{words.quote(execution.plan.name_of(ref))}”"
        gate = has_gate(execution.plan.activities[ref])
        if execution.activity(ref).can_be_decided and not gate:
            through = demand_decider(tx, self._administrators, execution, ref, by, to=to)
        else:
            right = Right.OVERRIDE if gate else Right.OPERATE
            through = demand_operating(tx, self._administrators, by, execution, to=to, right=right)
        _demand_skippable(execution, ref, attempt)
        return execution, through


def has_gate(activity: Activity) -> bool:
    """Whether leaving it out leaves out a sign-off, which takes the right to override."""
    return any(each.kind is TaskKind.SIGN_OFF for each in activity.tasks)


def _demand_skippable(execution: ProcessExecution, ref: ActivityRef, attempt: int) -> None:
    name, activity = words.quote(execution.plan.name_of(ref)), execution.activity(ref)
    if execution.status.ended:
        raise Rejected(f"“{name}” cannot be skipped any more: the release has ended.")
    if planned := activity.to_be_skipped:
        raise Rejected(
            f"“{name}” is to be skipped already: {words.person(planned.by)} said so at "
            f"{words.moment(planned.at)}."
        )
    if not can_be_skipped(activity):
        raise Rejected(_why_not(name, activity))
    if activity.attempt != attempt:
        raise Rejected(f"“{name}” has begun since this was drawn. Look again, then decide.")


def _why_not(name: str, activity: ActivityExecution) -> str:
    if activity.status.active:
        return (
            f"“{name}” is running, and what runs is not skipped. If it fails, it can be skipped "
            "then; to stop it now, abort the release."
        )
    by = f" by {words.person(activity.decided_by)}" if activity.decided_by else ""
    at = f" at {words.moment(activity.ended_at)}" if activity.ended_at else ""
    status = activity.status.value.replace("_", " ")
    return f"“{name}” is {status} already{by}{at}."
