"""Executions: one row per activity and task that left `pending`, and one guarded by a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from orchestration.errors import Rejected, StaleExecution
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.sign_off import member_key
from orchestration.values import ActivityRef, ExecutionId, ReleaseId, TaskId, UserId
from storage import formats, holds, loading
from storage.scope import OldSnapshot
from storage.tables import (
    activity_executions,
    execution_facts,
    execution_members,
    executions,
    task_assignees,
    tasks,
    verdicts,
)

if TYPE_CHECKING:
    from storage.processes import SqlProcesses
    from storage.scope import Scope
    from storage.statements import Row

RUNNING = executions.c.status == "running"
# Every transition sends these: making a statement costs more than running it.
_VERSION = select(executions.c.version).where(executions.c.id == bindparam("of"))
_VERSION_LOCKED = _VERSION.with_for_update()
_SAVED = update(executions).where(
    executions.c.id == bindparam("of"), executions.c.version == bindparam("as_of")
)
_HAS_FACTS = select(execution_facts.c.execution_id).where(
    execution_facts.c.execution_id == bindparam("of")
)
_ASK = insert(task_assignees)
_ASK_NOBODY = delete(task_assignees).where(task_assignees.c.task_id == bindparam("of"))


class SqlExecutions:
    def __init__(self, scope: Scope, processes: SqlProcesses) -> None:
        self._scope = scope
        self._connection = scope.connection
        self._processes = processes

    def add(self, execution: ProcessExecution) -> None:
        """Write every row; an id that is known already means that somebody else was first."""
        version = execution.plan.version
        written = self._connection.execute(
            self._scope.adding(executions),
            {
                "id": execution.id,
                "release_id": execution.release_id,
                "process_id": version.process.id,
                "process_version": version.version,
                "status": execution.status.value,
                "version": execution.version + 1,
                "document": loading.head_document(execution),
            },
        )
        if written.rowcount == 0:
            raise StaleExecution(execution.id)
        everything = replace(
            execution,
            changed=frozenset(execution.activities),
            changed_tasks=frozenset(execution.tasks),
        )
        self._write_facts(execution)
        self._write_members(None, execution)
        self._write_rows(None, everything)
        self._scope.found.saved[execution.id] = everything.saved()

    def get(self, execution_id: ExecutionId) -> ProcessExecution:
        execution = self.find(execution_id)
        if execution is None:
            raise Rejected(
                "There is no such release here any more."
                " `/release status` lists the unfinished ones."
            )
        return execution

    def find(self, execution_id: ExecutionId) -> ProcessExecution | None:
        found = self._scope.found
        own = found.saved.get(execution_id) or found.loaded.get(execution_id)
        if own is not None:
            return own  # what this transaction has seen, nobody else can change before it ends
        asked = _VERSION_LOCKED if self._scope.locks(execution_id) else _VERSION
        version = self._scope.send(asked, {"of": execution_id}).scalar_one_or_none()
        if version is None:
            return None
        found.loaded[execution_id] = self._as_of(execution_id, version)
        return found.loaded[execution_id]

    def of_release(self, release_id: ReleaseId) -> Sequence[ExecutionId]:
        found = self._connection.execute(
            select(executions.c.id)
            .where(executions.c.release_id == release_id)
            .order_by(executions.c.id)
        )
        return [ExecutionId(each) for each in found.scalars()]

    def _as_of(self, execution_id: ExecutionId, version: int) -> ProcessExecution:
        known = self._scope.caches.executions.get(execution_id)
        if known is not None and known.version == version:
            return known
        if known is not None and known.version < version:
            return loading.caught_up(self._connection, known)
        if known is not None and self._scope.may_look_again:
            raise OldSnapshot(execution_id)
        return loading.loaded(self._connection, execution_id, self._processes.plan)

    def save(self, after: ProcessExecution) -> None:
        found = self._scope.found
        base = found.saved.get(after.id) or found.loaded.get(after.id)
        values = {"version": after.version + 1, "status": after.status.value}
        if base is None or not loading.same_head(base, after):
            values["document"] = loading.head_document(after)
        written = self._scope.send(_SAVED, {"of": after.id, "as_of": after.version, **values})
        if written.rowcount == 0:
            raise StaleExecution(after.id)
        if base is None or base.facts is not after.facts or "document" in values:
            self._write_facts(after, changed=base is None or base.facts is not after.facts)
        if base is None or base.members is not after.members:
            self._write_members(base, after)
        self._write_rows(base, after)
        found.saved[after.id] = after.saved()

    def _write_facts(self, after: ProcessExecution, *, changed: bool = True) -> None:
        """Where they did not change they may still stand in the head, as they once did: moved."""
        if after.facts == ReleaseFacts():
            return
        if not changed and self._scope.send(_HAS_FACTS, {"of": after.id}).first():
            return
        row = {
            "execution_id": after.id,
            "changed_in": after.version + 1,
            "document": formats.FACTS.dump(after.facts),
        }
        self._scope.replace(execution_facts, [row])

    def _write_members(self, base: ProcessExecution | None, after: ProcessExecution) -> None:
        asked = {member_key(each) for each in after.plan.process.roles()}
        named = asked | set(after.members)
        if base is not None:
            named -= asked | set(base.members)
        if named:
            self._connection.execute(
                self._scope.adding(execution_members),
                [{"execution_id": after.id, "member": each} for each in sorted(named)],
            )

    def _write_rows(self, base: ProcessExecution | None, after: ProcessExecution) -> None:
        version = after.version + 1
        self._scope.replace(
            activity_executions,
            [
                loading.activity_row(after.id, after.activities[ref], version)
                for ref in sorted(after.changed)
            ],
        )
        changed = [after.tasks[each] for each in sorted(after.changed_tasks)]
        self._scope.replace(tasks, [loading.task_row(after.id, each, version) for each in changed])
        self._write_people(base, changed)
        holds.write_holds(self._scope, base, after)

    def _write_people(self, base: ProcessExecution | None, changed: Sequence[ManualTask]) -> None:
        """The inboxes and the verdicts; without `base` nobody says what was there."""
        closed: list[Row] = []
        asked: list[Row] = []
        given: list[Row] = []
        for now in changed:
            was = base.tasks.get(now.id) if base else None
            before = set(was.people) if was is not None and was.open else set[UserId]()
            people = dict.fromkeys(now.people) if now.open else {}
            if base is None or before - set(people):
                closed.append({"of": now.id})
                before = set()
            asked += ({"task_id": now.id, "person": x} for x in people if x not in before)
            already = len(was.sign_offs) if was is not None else 0
            if was is not None and now.sign_offs[:already] != was.sign_offs:
                raise ValueError(f"{now.id}: a recorded verdict was changed")
            given += (
                loading.verdict_row(now.id, number, each)
                for number, each in enumerate(now.sign_offs[already:], start=already)
            )
        self._scope.send_each(_ASK_NOBODY, closed)
        self._scope.send_each(_ASK, asked)
        self._scope.send_each(self._scope.adding(verdicts), given)

    def open_tasks_of(self, person: UserId) -> Sequence[tuple[ExecutionId, ManualTask]]:
        found = self._connection.execute(
            select(tasks.c.id, tasks.c.execution_id, tasks.c.document)
            .join(task_assignees, task_assignees.c.task_id == tasks.c.id)
            .join(executions, executions.c.id == tasks.c.execution_id)
            .where(task_assignees.c.person == person, RUNNING)
            .order_by(tasks.c.opened_at, tasks.c.id)
        ).all()
        if not found:
            return []
        given = loading.verdicts_of(
            self._connection, verdicts.c.task_id.in_([each.id for each in found])
        )
        return [
            (
                ExecutionId(row.execution_id),
                replace(formats.TASK.load(row.document), sign_offs=given.get(TaskId(row.id), ())),
            )
            for row in found
        ]

    def holds_of(self, person: UserId, *, limit: int) -> Sequence[tuple[ExecutionId, ActivityRef]]:
        return holds.holds_of(self._connection, person, limit)

    def turns_of(self, person: UserId) -> Sequence[tuple[ExecutionId, str]]:
        return holds.turns_of(self._connection, person)

    def asking(self, member: str) -> Sequence[ExecutionId]:
        found = self._connection.execute(
            select(execution_members.c.execution_id)
            .join(executions, executions.c.id == execution_members.c.execution_id)
            .where(execution_members.c.member == member, RUNNING)
            .order_by(execution_members.c.execution_id)
        )
        return [ExecutionId(each) for each in found.scalars()]
