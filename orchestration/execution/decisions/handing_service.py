"""Handing a task on: by the person asked, or by whoever decides about the task."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.decisions.eligible import eligible_through
from orchestration.execution.events import TaskHandedOn, TaskTakenBack
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask, StandIn
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import WorkKind
from orchestration.execution.tasks.handing_on import can_take, place_of
from orchestration.execution.tasks.refusals import refuse_other_round, refuse_settled
from orchestration.execution.tasks.sign_off import member_key
from orchestration.people.acting import presence_of
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.releases.naming import execution_of_task
from orchestration.values import TaskId, UserId


class HandingService:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def delegate(
        self, task_id: TaskId, round_: int, *, to: UserId, until: datetime | None, by: UserId
    ) -> None:
        """The person asked lets somebody else do it, until a date or until it is decided."""

        def work(tx: Transaction) -> None:
            execution, task = _open(tx, task_id, round_)
            place = next((each for each in task.assignees if each.person == by), None)
            if place is None or by not in task.missing:
                raise Rejected(
                    f"“{words.quote(task.name)}” does not wait for you, so you cannot hand it on. "
                    f"{words.people(task.missing)} can; the activity's owner and operators can "
                    "reassign it."
                )
            now = self._clock.now()
            if until is not None and until <= now:
                raise Rejected(f"{words.moment(until)} has passed. Choose a time to come.")
            _demand_eligible(tx, task, to, now)
            event = TaskHandedOn(
                at=now,
                by=by,
                task_id=task.id,
                round=round_,
                of=place.instead_of or place.person,
                to=to,
                until=until,
            )
            through = eligible_through(tx, task, by)
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_delegated")

    async def reassign(
        self, task_id: TaskId, round_: int, *, of: UserId, to: UserId, reason: str, by: UserId
    ) -> None:
        """Whoever decides about the task has somebody else do it in this person's place."""
        said = said_why(reason)

        def work(tx: Transaction) -> None:
            execution, task = _open(tx, task_id, round_)
            through = self._demand(tx, execution, task, by)
            now = self._clock.now()
            if to == by and task.kind is WorkKind.SIGN_OFF:
                raise Rejected("Nobody reassigns a sign-off to themselves. Choose somebody else.")
            if place_of(task, of) is None:
                raise Rejected(
                    f"“{words.quote(task.name)}” does not wait for {words.person(of)} any more. "
                    "Look at the card again."
                )
            _demand_eligible(tx, task, to, now)
            text_id = f"{task.id}/{round_}/reassigned.{of}.{now.isoformat()}"
            tx.texts.keep(text_id, said)
            event = TaskHandedOn(
                at=now,
                by=by,
                task_id=task.id,
                round=round_,
                of=of,
                to=to,
                reassigned=True,
                reason_id=text_id,
            )
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_reassigned")

    async def take_back(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """What was handed on is asked of its own person again.

        By that person, by who has it, or by who may reassign: then all of it.
        """

        def work(tx: Transaction) -> None:
            execution, task = _open(tx, task_id, round_)
            if not task.stand_ins:
                raise Rejected(f"“{words.quote(task.name)}” is not handed on any more.")
            handed = [each for each in task.stand_ins if _is_theirs(each, by)]
            through = "" if handed else self._demand(tx, execution, task, by)
            for each in handed or task.stand_ins:
                event = TaskTakenBack(
                    at=self._clock.now(), by=by, task_id=task.id, round=round_, of=each.of
                )
                record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_taken_back")

    def places(
        self, tx: Transaction, task_id: TaskId, round_: int, *, by: UserId
    ) -> tuple[ManualTask, tuple[UserId, ...]]:
        """The task and whose places `by` may hand on; raises `Rejected` where there are none."""
        execution, task = _open(tx, task_id, round_)
        if by in task.missing:
            return task, (by,)
        self._demand(tx, execution, task, by)
        asked = (*task.assignees, *task.later)
        people = dict.fromkeys(each.instead_of or each.person for each in asked)
        places = tuple(each for each in people if place_of(task, each))
        if not places:
            raise Rejected(
                f"“{words.quote(task.name)}” waits for nobody. Say who its role is with "
                "`/release roles`."
            )
        return task, places

    def _demand(
        self, tx: Transaction, execution: ProcessExecution, task: ManualTask, by: UserId
    ) -> str:
        """Through what `by` may decide about the task: an owner, or the right to operate."""
        owner = execution.plan.activities[task.ref].owner
        if owner and by in execution.members.get(member_key(owner), ()):
            return f"owner of the activity ({owner})"
        if by in {execution.owner, execution.backup}:
            return "owner of the release"
        to = f"reassign “{words.quote(task.name)}”"
        return demand_operating(tx, self._administrators, by, execution, to=to)


def _open(tx: Transaction, task_id: TaskId, round_: int) -> tuple[ProcessExecution, ManualTask]:
    execution = tx.executions.get(execution_of_task(task_id))
    task = execution.tasks.get(task_id)
    if task is None:
        raise Rejected("This task does not exist any more.")
    refuse_other_round(task, round_)
    refuse_settled(task)
    return execution, task


def _is_theirs(handed: StandIn, by: UserId) -> bool:
    return by == handed.to or (by in {handed.of, handed.by} and not handed.reassigned)


def _demand_eligible(tx: Transaction, task: ManualTask, to: UserId, now: datetime) -> None:
    """Somebody who is there, may act here, and has no place on it yet."""
    who, title = words.person(to), words.quote(task.name)
    presence = presence_of(tx, [to], at=now)
    if to in task.left_out:
        raise Rejected(
            f"{who} started this release, and “{title}” is not for whoever did. Choose somebody "
            "else."
        )
    if not can_take(task, to):
        raise Rejected(
            f"{who} has a place on “{title}” already, and one person counts once. Choose somebody "
            "else."
        )
    if not presence.roster.may_stand_in(to):
        raise Rejected(
            f"{who} cannot take it: only active full members of this workspace can, no guests and "
            "no apps. Choose somebody else."
        )
    if to in presence.absences:
        until = words.moment(presence.absences[to].until)
        raise Rejected(f"{who} is away until {until}. Choose somebody who is there.")
