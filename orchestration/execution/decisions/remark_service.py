"""Comments and evidence that people attach to a task."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.events import EvidenceGiven, TaskCommented
from orchestration.execution.recording import record
from orchestration.execution.state.attached import Evidence
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.refusals import refuse_other_round
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, demand
from orchestration.ports import Clock, Database, Transaction
from orchestration.releases.naming import execution_of_task
from orchestration.values import TaskId, UserId, id_from

MOST = 200
"""Comments, and pieces of evidence, of one task; each is read with it."""
_LONGEST_LINK = 2000


class RemarkService:
    """Whoever may look at a release may attach to its tasks, until it has ended."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def attach(
        self,
        door_key: str,
        task_id: TaskId,
        round_: int,
        *,
        by: UserId,
        text: str = "",
        files: Sequence[str] = (),
        link: str = "",
    ) -> None:
        """A comment, files and a link, each where it was given; sent twice it is attached once."""
        text, link = text.strip(), link.strip()
        if not text and not files and not link:
            raise Rejected("Please write a comment, or give a file or a link.")
        _demand_link(link)
        key = id_from("said", door_key)

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            through = self._demand(tx, execution, task_id, round_, by)
            now = self._clock.now()
            if text:
                text_id = f"{task_id}/{key}"
                tx.texts.keep(text_id, text)
                said = TaskCommented(at=now, by=by, task_id=task_id, round=round_, text_id=text_id)
                record(tx, execution.id, said, door="slack", through=through)
            given = [
                Evidence(id=f"{key}.{n}", by=by, at=now, round=round_, file=file)
                for n, file in enumerate(files)
            ]
            if link:
                link_id = f"{task_id}/{key}.link"
                tx.texts.keep(link_id, link)
                given.append(
                    Evidence(id=f"{key}.link", by=by, at=now, round=round_, text_id=link_id)
                )
            if given:
                event = EvidenceGiven(
                    at=now, by=by, task_id=task_id, round=round_, evidence=tuple(given)
                )
                record(tx, execution.id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="task_remarked")

    async def demand(self, task_id: TaskId, round_: int, *, by: UserId) -> None:
        """Raise what attaching would raise, before a form is shown for it."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_of_task(task_id))
            self._demand(tx, execution, task_id, round_, by)

        await self._database.read(work)

    def _demand(
        self,
        tx: Transaction,
        execution: ProcessExecution,
        task_id: TaskId,
        round_: int,
        by: UserId,
    ) -> str:
        task = execution.tasks.get(task_id)
        if task is None:
            raise Rejected("This task does not exist any more.")
        name = words.quote(task.name)
        process = execution.plan.version.process
        to = f"comment on “{name}”"
        through = demand(tx, Right.VIEW, self._administrators, by, of=process, to=to)
        refuse_other_round(task, round_)
        if execution.status.ended:
            raise Rejected(f"The release has ended, and the record of “{name}” is closed.")
        _demand_room(task, name)
        return through


def _demand_room(task: ManualTask, name: str) -> None:
    if max(len(task.comments), len(task.evidence)) >= MOST:
        raise Rejected(
            f"“{name}” has {MOST} comments or pieces of evidence; that is all it takes. "
            "Go on in the thread."
        )


def _demand_link(link: str) -> None:
    if not link:
        return
    plain = link.isprintable() and not any(each in link for each in ' <>|"')
    address = urlsplit(link) if plain and len(link) <= _LONGEST_LINK else None
    if address is None or address.scheme not in {"https", "http"} or not address.hostname:
        raise Rejected("Please give the link as https://…, without blanks.")
