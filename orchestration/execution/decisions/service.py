"""What people decide in a running release: tasks, sign-offs, and what is on hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.adopting import demand_doubt, run_named
from orchestration.execution.decisions.deciding import Deciding
from orchestration.execution.decisions.demanding import (
    demand_unpaused,
    open_task,
    said_why,
    text_id_of,
    through_of,
)
from orchestration.execution.decisions.eligible import eligible_through
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    ExecutionAborted,
    ExecutionEvent,
    RunAdopted,
    TaskDone,
    TaskFailed,
    TaskSignedOff,
)
from orchestration.execution.recording import record
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import Verdict, WorkKind
from orchestration.execution.tasks.answers import outputs_of
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.processes.tasks import FieldType, FormField
from orchestration.read_models.sign_off_card import opens_onto
from orchestration.read_models.task_card import shown_by
from orchestration.releases.calling_off import call_off
from orchestration.releases.naming import execution_of_task
from orchestration.values import ActivityRef, ExecutionId, ReleaseId, TaskId, UserId


class ExecutionService:
    """One method a decision; each is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators
        self._deciding = Deciding(database, clock, administrators)

    async def done(
        self,
        task_id: TaskId,
        round_: int,
        *,
        by: UserId,
        outputs: Mapping[str, str] | None = None,
        note: str = "",
    ) -> None:
        """A to-do is done, a form filled in, an activity finalised, or what was run succeeded."""
        text_id = text_id_of(task_id, round_, by) if note else ""

        def event(task: ManualTask, at: datetime, fields: Sequence[FormField]) -> ExecutionEvent:
            given = outputs_of(fields, outputs or {})
            asked = {each.id for each in fields if each.type is FieldType.FILE}
            files = {name: file for name, file in given.items() if name in asked}
            given = {name: value for name, value in given.items() if name not in asked}
            if task.kind is WorkKind.FINALISE and not note:
                raise Rejected("Please write a closing note, in a few words.")
            return TaskDone(
                at=at,
                by=by,
                task_id=task.id,
                round=task.round,
                outputs={**(outputs or {}), **given} if task.kind is WorkKind.BY_HAND else given,
                files=files,
                note_id=text_id,
            )

        text = (text_id, note) if note else None
        await self._deciding.on_task(task_id, round_, by, event, name="task_done", text=text)

    async def failed(self, task_id: TaskId, round_: int, *, by: UserId, reason: str) -> None:
        """Work run by hand did not succeed."""
        text_id = text_id_of(task_id, round_, by)

        def event(task: ManualTask, at: datetime, _: Sequence[FormField]) -> ExecutionEvent:
            return TaskFailed(at=at, by=by, task_id=task.id, round=task.round, reason_id=text_id)

        await self._deciding.on_task(
            task_id, round_, by, event, name="task_failed", text=(text_id, said_why(reason))
        )

    async def approve(
        self, task_id: TaskId, round_: int, *, shown: str, by: UserId, confirmed: bool = True
    ) -> None:
        """`confirmed`: the card asked whether what this approval starts is meant."""
        await self._sign(task_id, round_, Verdict.APPROVED, shown=shown, by=by, confirmed=confirmed)

    async def reject(
        self, task_id: TaskId, round_: int, *, shown: str, by: UserId, reason: str
    ) -> None:
        """A rejection needs a reason and puts the activity on hold."""
        await self._sign(
            task_id, round_, Verdict.REJECTED, shown=shown, by=by, reason=said_why(reason)
        )

    async def demand_open(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """Raise what a click on this task would raise, before a form is shown for it."""

        def work(tx: Transaction) -> None:
            open_task(tx.executions.get(execution_of_task(task_id)), task_id, round_, by)

        await self._database.read(work)

    async def retry(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId
    ) -> None:
        """Begin a new attempt of what is on hold."""

        def event(at: datetime) -> ExecutionEvent:
            return ActivityRetried(at=at, by=by, ref=ref, attempt=attempt)

        await self._deciding.on_activity(
            execution_id,
            ref,
            attempt,
            by,
            event,
            verb="retry",
            name="retry",
            besides=demand_unpaused,
        )

    async def adopt(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId, run: str
    ) -> None:
        """Go on with the run a person found, by its link or id, of which we had not heard."""
        run_id, link = run_named(run)

        def event(at: datetime) -> ExecutionEvent:
            return RunAdopted(at=at, by=by, ref=ref, attempt=attempt, run_id=run_id, link=link)

        await self._deciding.on_activity(
            execution_id,
            ref,
            attempt,
            by,
            event,
            verb="report the start of",
            name="adopt",
            besides=demand_doubt,
        )

    async def ignore(
        self,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        *,
        by: UserId,
        reason: str,
        outputs: Mapping[str, str] | None = None,
    ) -> None:
        """Go on without what is on hold, as if it had given these outputs."""
        text_id = f"{execution_id}/{ref}/ignored.{attempt}"
        given = dict(outputs or {})

        def event(at: datetime) -> ExecutionEvent:
            return ActivityIgnored(
                at=at, by=by, ref=ref, attempt=attempt, reason_id=text_id, outputs=given
            )

        def declared(execution: ProcessExecution, of: ActivityRef) -> None:
            for each in given.keys() - set(execution.plan.activities[of].outputs):
                raise Rejected(f"It declares no output “{words.quote(each, 60)}”.")

        await self._deciding.on_activity(
            execution_id,
            ref,
            attempt,
            by,
            event,
            verb="ignore",
            name="ignore",
            text=(text_id, said_why(reason)),
            besides=declared,
        )

    async def abort(self, release_id: ReleaseId, *, by: UserId, reason: str) -> None:
        """End a release: runs are cancelled, tasks closed; one that waits to start never does."""
        said = said_why(reason)

        def work(tx: Transaction) -> None:
            release = tx.releases.get(release_id)
            if release.status.ended:
                raise Rejected(f"{words.quote(release.title)} has ended already.")
            process = tx.processes.version(release.process_id, release.process_version).process
            to = f"abort {release.reference}"
            through = demand(tx, Right.OPERATE, self._administrators, by, of=process, to=to)
            text_id = f"{release.id}/aborted"
            tx.texts.keep(text_id, said)
            now = self._clock.now()
            if release.execution_id is None:
                call_off(tx, release, by=by, at=now, text_id=text_id, through=through)
                return
            event = ExecutionAborted(at=now, by=by, reason_id=text_id)
            record(tx, release.execution_id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="abort")

    async def _sign(
        self,
        task_id: TaskId,
        round_: int,
        verdict: Verdict,
        *,
        shown: str,
        by: UserId,
        reason: str = "",
        confirmed: bool = True,
    ) -> None:
        text_id = text_id_of(task_id, round_, by) if reason else ""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            task = open_task(execution, task_id, round_, by)
            if task.kind is not WorkKind.SIGN_OFF:
                raise Rejected(f"“{words.quote(task.name)}” is not a sign-off.")
            release = tx.releases.get(execution.release_id)
            if shown_by(release, execution, task) != shown:
                raise Rejected(
                    f"What “{words.quote(task.name)}” rests on has changed since this card was "
                    "drawn. Look at the card again, then decide."
                )
            if not confirmed and (onto := opens_onto(execution, task)):
                started = words.listed(words.quote(each, 60) for each in onto)
                raise Rejected(
                    f"Yours is the last approval of “{words.quote(task.name)}” by now: it starts "
                    f"{started}. Its card asks you to confirm that: approve there again."
                )
            if reason:
                tx.texts.keep(text_id, reason)
            through = through_of(task, by)
            event = TaskSignedOff(
                at=self._clock.now(),
                by=by,
                task_id=task_id,
                round=round_,
                verdict=verdict,
                through=through,
                shown=shown,
                reason_id=text_id,
            )
            eligible = eligible_through(tx, task, by)
            record(tx, execution.id, event, door="slack", through=eligible)

        await self._database.transact(work, urgent=True, name=f"sign_off_{verdict.value}")
