"""What signers take back: their own approval, until its gate opens or what it starts begins."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.events import ApprovalUndone, SignOffWithdrawn
from orchestration.execution.flow.undoing import begun_since, can_be_undone
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import TaskStatus, Verdict
from orchestration.execution.tasks.refusals import refuse_other_round, refuse_settled
from orchestration.execution.tasks.withdrawing import gate_closed
from orchestration.ports import Clock, Database, Transaction
from orchestration.read_models.task_card import shown_by
from orchestration.releases.naming import execution_of_task
from orchestration.values import TaskId, UserId


class TakingBack:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def withdraw(self, task_id: TaskId, round_: int, *, shown: str, by: UserId) -> None:
        """One's own approval no longer counts; it can be given again."""
        await self._take_back(SignOffWithdrawn, task_id, round_, shown, by, name="withdraw")

    async def undo(self, task_id: TaskId, round_: int, *, shown: str, by: UserId) -> None:
        """One's own approval, and what it set free, are taken back before anything has begun."""
        await self._take_back(ApprovalUndone, task_id, round_, shown, by, name="undo")

    async def _take_back(
        self,
        kind: type[SignOffWithdrawn | ApprovalUndone],
        task_id: TaskId,
        round_: int,
        shown: str,
        by: UserId,
        *,
        name: str,
    ) -> None:
        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            task = _task_in(execution, task_id, round_)
            number = own_approval(task, by)
            if kind is ApprovalUndone:
                _demand_nothing_begun(execution, task)
            elif not gate_closed(execution, task):
                _refuse_opened(task)
            release = tx.releases.get(execution.release_id)
            if shown_by(release, execution, task) != shown:
                raise Rejected(
                    f"This card of “{words.quote(task.name)}” is out of date: use the newest one."
                )
            event = kind(at=self._clock.now(), by=by, task_id=task_id, round=round_, number=number)
            through = task.sign_offs[number].through
            record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name=name)


def own_approval(task: ManualTask, by: UserId) -> int:
    """The place of this person's approval among the task's verdicts; raises `Rejected` without."""
    own = next((each for each in task.verdicts if each.by == by), None)
    if own is not None:
        return task.sign_offs.index(own)
    title = words.quote(task.name)
    of_theirs = [each for each in task.sign_offs if each.by == by and each.round == task.round]
    ended = next(reversed(of_theirs), None)
    if ended is not None and ended.verdict is Verdict.WITHDRAWN:
        raise Rejected(f"You withdrew your approval of “{title}” at {words.moment(ended.at)}.")
    signed = words.people([each.by for each in task.verdicts])
    whose = f" Only {signed} can take theirs back." if task.verdicts else ""
    raise Rejected(f"You have not approved “{title}”.{whose}")


def _demand_nothing_begun(execution: ProcessExecution, task: ManualTask) -> None:
    """Raises `Rejected` naming what has begun, or who has gone on."""
    if can_be_undone(execution, task):
        return
    title = words.quote(task.name)
    gate = execution.activity(task.ref)
    if gate.undo_until is None:
        raise Rejected(
            f"“{title}” cannot be undone any more: what it starts has begun. To stop it, pause or "
            "abort the release."
        )
    begun = begun_since(execution, gate)
    name = words.quote(execution.plan.activities[begun].name) if begun else "what it starts"
    raise Rejected(
        f"“{title}” cannot be undone any more: people have gone on with “{name}”. To stop the "
        "rest, pause or abort the release."
    )


def _task_in(execution: ProcessExecution, task_id: TaskId, round_: int) -> ManualTask:
    task = execution.tasks.get(task_id)
    if task is None:
        raise Rejected("This task does not exist any more.")
    refuse_other_round(task, round_)
    return task


def _refuse_opened(task: ManualTask) -> None:
    """What was decided cannot be withdrawn any more."""
    if task.status is not TaskStatus.APPROVED:
        refuse_settled(task)
    by = f" by {words.person(task.settled_by)}" if task.settled_by else ""
    at = f" at {words.moment(task.settled_at)}" if task.settled_at else ""
    raise Rejected(
        f"“{words.quote(task.name)}” was approved{by}{at}, and its gate has opened: that cannot be "
        "withdrawn any more. While its card offers Undo, that takes it back."
    )
