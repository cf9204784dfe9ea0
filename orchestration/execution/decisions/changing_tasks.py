"""Adding, editing, withdrawing and skipping the tasks of a running activity, by who may."""

from __future__ import annotations

from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import said_why, text_id_of
from orchestration.execution.events import TaskAdded, TaskEdited, TaskSkipped, TaskWithdrawn
from orchestration.execution.recording import record
from orchestration.execution.state.acting import Acting
from orchestration.execution.state.keys import task_id as named
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import WorkKind
from orchestration.execution.tasks.added_tasks import can_be_skipped, takes_tasks
from orchestration.execution.tasks.asking import spec_of
from orchestration.execution.tasks.refusals import refuse_other_round, refuse_settled
from orchestration.execution.tasks.sign_off import member_key
from orchestration.execution.tasks.wanted import TaskWanted, spec_wanted
from orchestration.people.acting import acting_for
from orchestration.people.model import Right
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.tasks import TaskSpec
from orchestration.releases.naming import execution_of_task
from orchestration.values import ActivityRef, ExecutionId, TaskId, UserId, id_from


class TaskChanges:
    """Each method is one transaction and raises `Rejected` for the person.

    Who may add: the activity's owner, the release's owner, and who may operate it. They may edit
    and withdraw what was added. What the process declares is only skipped, with a reason, by who
    may operate; a gate by who may go past gates.
    """

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def add(
        self,
        door_key: str,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        wanted: TaskWanted,
        *,
        by: UserId,
    ) -> TaskId:
        """Ask for one thing more, at once; the same form sent twice asks it once."""
        spec_id = f"~{id_from('added', door_key)}"

        def work(tx: Transaction) -> TaskId:
            execution = tx.executions.get(execution_id)
            through = self._may_add(tx, execution, ref, by)
            _demand_asking(execution, ref, attempt)
            now = self._clock.now()
            spec = spec_wanted(wanted, spec_id, asked_at=now, now=now)
            acting = _acting(tx, spec, now)
            event = TaskAdded(
                at=now,
                by=by,
                ref=ref,
                attempt=attempt,
                spec=spec,
                members=acting.members,
                away=acting.away,
                backed_up=acting.backed_up,
            )
            record(tx, execution_id, event, door="slack", through=through)
            return named(execution_id, ref, spec_id)

        return await self._database.transact(work, urgent=True, name="task_added")

    async def edit(self, task_id: TaskId, round_: int, wanted: TaskWanted, *, by: UserId) -> None:
        """Say otherwise what an added task asks, of whom, and by when."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            task, through = self._added(tx, execution, task_id, round_, by, to="edit a task of")
            if task.verdicts:
                raise Rejected(
                    f"Somebody has signed “{words.quote(task.name)}” as it is. "
                    "Withdraw it and add another."
                )
            now = self._clock.now()
            same_kind = wanted.model_copy(update={"kind": spec_of(execution, task).kind})
            spec_id = task_id.rsplit("/", 1)[1]
            spec = spec_wanted(same_kind, spec_id, asked_at=task.opened_at, now=now)
            acting = _acting(tx, spec, now)
            event = TaskEdited(
                at=now,
                by=by,
                task_id=task_id,
                round=round_,
                spec=spec,
                members=acting.members,
                away=acting.away,
                backed_up=acting.backed_up,
            )
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_edited")

    async def withdraw(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """Take back what was added: nobody is asked any more."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            _, through = self._added(tx, execution, task_id, round_, by, to="withdraw a task of")
            event = TaskWithdrawn(at=self._clock.now(), by=by, task_id=task_id, round=round_)
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_withdrawn")

    async def skip(self, task_id: TaskId, round_: int, *, by: UserId, reason: str) -> None:
        """Go on without what the process declares."""
        text_id = text_id_of(task_id, round_, by)

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            task, through = self._to_skip(tx, execution, task_id, round_, by)
            tx.texts.keep(text_id, said_why(reason))
            event = TaskSkipped(
                at=self._clock.now(), by=by, task_id=task.id, round=round_, reason_id=text_id
            )
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_skipped")

    def _may_add(
        self, tx: Transaction, execution: ProcessExecution, ref: ActivityRef, by: UserId
    ) -> str:
        to = "add a task to"
        return demand_changing(tx, self._administrators, execution, ref, by, to=to)

    async def demand_adding(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId
    ) -> None:
        """Raise what adding would raise, before a form is shown for it."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_id)
            self._may_add(tx, execution, ref, by)
            _demand_asking(execution, ref, attempt)

        await self._database.read(work)

    async def to_edit(self, task_id: TaskId, round_: int, *, by: UserId) -> TaskWanted:
        """What an added task asks now, for the form; raises what editing would raise."""

        def work(tx: Transaction) -> TaskWanted:
            execution = tx.executions.get(execution_of_task(task_id))
            task, _ = self._added(tx, execution, task_id, round_, by, to="edit a task of")
            return TaskWanted.of(spec_of(execution, task), due_at=task.due_at)

        return await self._database.read(work)

    async def demand_skipping(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """Raise what skipping would raise, before a reason is asked for."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            self._to_skip(tx, execution, task_id, round_, by)

        await self._database.read(work)

    def _added(
        self,
        tx: Transaction,
        execution: ProcessExecution,
        task_id: TaskId,
        round_: int,
        by: UserId,
        *,
        to: str,
    ) -> tuple[ManualTask, str]:
        task = _open(execution, task_id, round_)
        through = demand_changing(tx, self._administrators, execution, task.ref, by, to=to)
        if task.added_by is None:
            raise Rejected(
                f"“{words.quote(task.name)}” stands in the process. It can only be skipped, "
                "with a reason."
            )
        return task, through

    def _to_skip(
        self,
        tx: Transaction,
        execution: ProcessExecution,
        task_id: TaskId,
        round_: int,
        by: UserId,
    ) -> tuple[ManualTask, str]:
        task = _open(execution, task_id, round_)
        name = words.quote(task.name)
        right = Right.OVERRIDE if task.kind is WorkKind.SIGN_OFF else Right.OPERATE
        to = f"skip “{name}”"
        through = demand_operating(tx, self._administrators, by, execution, to=to, right=right)
        if not can_be_skipped(task):
            raise Rejected(f"“{name}” was added while the release runs. Withdraw it instead.")
        return task, through


def demand_changing(
    tx: Transaction,
    administrators: Administrators,
    execution: ProcessExecution,
    ref: ActivityRef,
    by: UserId,
    *,
    to: str,
) -> str:
    """Through what this person may change what an activity asks."""
    activity = execution.plan.activities[ref]
    owner = member_key(activity.owner) if activity.owner else ""
    if owner and by in execution.members.get(owner, ()):
        return "owner of the activity"
    if by in {execution.owner, execution.backup}:
        return "owner of the release"
    said = f"{to} “{words.quote(activity.name)}”"
    try:
        return demand_operating(tx, administrators, by, execution, to=said)
    except Rejected as refused:
        owners = words.people(dict.fromkeys([*execution.members.get(owner, ()), execution.owner]))
        raise Rejected(f"{refused.text} So can whoever owns it: {owners}.") from None


def _open(execution: ProcessExecution, task_id: TaskId, round_: int) -> ManualTask:
    task = execution.tasks.get(task_id)
    if task is None:
        raise Rejected("This task does not exist any more.")
    refuse_other_round(task, round_)
    refuse_settled(task)
    return task


def _demand_asking(execution: ProcessExecution, ref: ActivityRef, attempt: int) -> None:
    waiting = takes_tasks(execution, ref) and not execution.status.ended
    if not waiting or execution.activity(ref).attempt != attempt:
        name = words.quote(execution.plan.activities[ref].name)
        raise Rejected(f"“{name}” asks nobody anything now: there is nothing to add to.")


def _acting(tx: Transaction, spec: TaskSpec, at: datetime) -> Acting:
    """Whom its names mean; raises `Rejected` where one of them is nobody who can act."""
    found = acting_for(tx, spec.people(), at=at)
    for name in spec.people():
        if not found.members.get(member_key(name)):
            who = words.person(name) if member_key(name) == name else f"“{words.quote(name, 60)}”"
            raise Rejected(f"{who} is nobody who can be asked. Choose somebody else.")
    return found
