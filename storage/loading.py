"""Rows of an execution and the aggregate they stand for, both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from immutables import Map
from sqlalchemy import ColumnElement, Select, select

from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.counting import caught_up_counts, recounted
from orchestration.execution.state.manual_task import ManualTask, SignOff
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import Plan
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, Verdict
from orchestration.values import ActivityRef, ExecutionId, ProcessId, ReleaseId, TaskId, UserId
from storage import formats
from storage.tables import activity_executions, execution_facts, executions, tasks, verdicts

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

PlanOf = Callable[[ProcessId, int], Plan]


def activity_row(execution: ExecutionId, each: ActivityExecution, version: int) -> dict[str, Any]:
    return {
        "execution_id": execution,
        "ref": each.ref,
        "status": each.status.value,
        "held_at": each.ended_at if each.status is ActivityStatus.ON_HOLD else None,
        "changed_in": version,
        "document": formats.ACTIVITY.dump(each),
    }


def task_row(execution: ExecutionId, task: ManualTask, version: int) -> dict[str, Any]:
    return {
        "id": task.id,
        "execution_id": execution,
        "status": task.status.value,
        "opened_at": task.opened_at,
        "changed_in": version,
        "document": formats.TASK.dump(task),
    }


def verdict_row(task_id: TaskId, number: int, each: SignOff) -> dict[str, Any]:
    return {
        "task_id": task_id,
        "round": each.round,
        "person": each.by,
        "number": number,
        "verdict": each.verdict.value,
        "at": each.at,
        "through": each.through,
        "shown": each.shown,
        "reason_id": each.reason_id,
        "why": each.why,
        "instead_of": each.instead_of,
    }


def head_document(execution: ProcessExecution) -> str:
    return formats.EXECUTION.dump(
        formats.ExecutionHead(
            owner=execution.owner,
            starter=execution.starter,
            started_at=execution.started_at,
            ended_at=execution.ended_at,
            reason_id=execution.reason_id,
            ended_by=execution.ended_by,
            failed_by=execution.failed_by,
            held_until=dict(execution.held_until),
            pauses=execution.pauses,
            held_back=dict(execution.held_back),
            freezes=execution.freezes,
            redos=execution.redos,
            phase_attempts=dict(execution.phase_attempts),
            parent=execution.parent,
            members=dict(execution.members),
            away=dict(execution.away),
            backed_up=execution.backed_up,
            backup=execution.backup,
            turns=dict(execution.turns),
        )
    )


def same_head(before: ProcessExecution, after: ProcessExecution) -> bool:
    """True when no click on a task needs to write everybody's names again."""
    return before.members is after.members and (
        (before.owner, before.starter, before.started_at, before.ended_at)
        == (after.owner, after.starter, after.started_at, after.ended_at)
        and (before.reason_id, before.ended_by) == (after.reason_id, after.ended_by)
        and (before.failed_by, before.held_until) == (after.failed_by, after.held_until)
        and (before.pauses, before.held_back) == (after.pauses, after.held_back)
        and before.freezes == after.freezes
        and (before.away, before.backed_up, before.backup)
        == (after.away, after.backed_up, after.backup)
        and (before.candidate, before.turns) == (after.candidate, after.turns)
    )


def loaded(connection: Connection, execution_id: ExecutionId, plan_of: PlanOf) -> ProcessExecution:
    """From rows alone; the counts are taken anew."""
    row = connection.execute(_with_facts(execution_id, since=0)).one()
    head = formats.EXECUTION.load(row.document)
    bare = ProcessExecution(
        id=execution_id,
        release_id=ReleaseId(row.release_id),
        plan=plan_of(ProcessId(row.process_id), row.process_version),
        owner=head.owner,
        starter=head.starter,
    )
    return recounted(
        replace(
            _with_head(bare, row, head),
            activities=Map(_activities(connection, execution_id, since=0)),
            tasks=Map(_tasks(connection, execution_id, since=0)),
        )
    )


def caught_up(connection: Connection, known: ProcessExecution) -> ProcessExecution:
    """From what was remembered, and the rows that others changed since."""
    row = connection.execute(_with_facts(known.id, since=known.version)).one()
    head = _with_head(known, row, formats.EXECUTION.load(row.document))
    counted = caught_up_counts(
        head,
        _activities(connection, known.id, since=known.version),
        anew=(head.held_until, head.held_back, head.candidate, head.turns)
        != (known.held_until, known.held_back, known.candidate, known.turns),
    )
    return replace(
        counted, tasks=counted.tasks.update(_tasks(connection, known.id, since=known.version))
    )


def _with_facts(execution_id: ExecutionId, *, since: int) -> Select[Any]:
    """Its row, with what it was given where that was written after version `since`."""
    written = (execution_facts.c.execution_id == executions.c.id) & (
        execution_facts.c.changed_in > since
    )
    return (
        select(executions, execution_facts.c.document.label("facts"))
        .outerjoin(execution_facts, written)
        .where(executions.c.id == execution_id)
    )


def _with_head(
    execution: ProcessExecution, row: Row[Any], head: formats.ExecutionHead
) -> ProcessExecution:
    members = Map(head.members)
    facts = formats.FACTS.load(row.facts) if row.facts else head.facts or execution.facts
    return replace(
        execution,
        status=ExecutionStatus(row.status),
        version=row.version,
        owner=head.owner,
        starter=head.starter,
        started_at=head.started_at,
        ended_at=head.ended_at,
        reason_id=head.reason_id,
        ended_by=head.ended_by,
        failed_by=head.failed_by,
        held_until=Map(head.held_until),
        pauses=head.pauses,
        held_back=Map(head.held_back),
        freezes=head.freezes,
        turns=Map(head.turns),
        parent=head.parent,
        facts=execution.facts if execution.facts == facts else facts,
        redos=head.redos,
        phase_attempts=Map(head.phase_attempts),
        members=execution.members if execution.members == members else members,
        away=Map(head.away),
        backed_up=head.backed_up,
        backup=head.backup,
    )


def _activities(
    connection: Connection, execution_id: ExecutionId, *, since: int
) -> dict[ActivityRef, ActivityExecution]:
    found = connection.execute(
        select(activity_executions.c.document).where(
            activity_executions.c.execution_id == execution_id,
            activity_executions.c.changed_in > since,
        )
    )
    read = (formats.ACTIVITY.load(each) for each in found.scalars())
    return {each.ref: each for each in read}


def _tasks(
    connection: Connection, execution_id: ExecutionId, *, since: int
) -> dict[TaskId, ManualTask]:
    changed = (tasks.c.execution_id == execution_id) & (tasks.c.changed_in > since)
    found = connection.execute(select(tasks.c.document).where(changed)).scalars().all()
    given = verdicts_of(connection, verdicts.c.task_id.in_(select(tasks.c.id).where(changed)))
    read = (formats.TASK.load(each) for each in found)
    return {each.id: replace(each, sign_offs=given.get(each.id, ())) for each in read}


def verdicts_of(
    connection: Connection, which: ColumnElement[bool]
) -> Mapping[TaskId, tuple[SignOff, ...]]:
    """The verdicts of some tasks, oldest first."""
    given: defaultdict[TaskId, list[SignOff]] = defaultdict(list)
    query = select(verdicts).where(which).order_by(verdicts.c.task_id, verdicts.c.number)
    for row in connection.execute(query):
        given[TaskId(row.task_id)].append(
            SignOff(
                by=UserId(row.person),
                verdict=Verdict(row.verdict),
                round=row.round,
                at=row.at,
                through=row.through,
                shown=row.shown,
                reason_id=row.reason_id,
                why=row.why,
                instead_of=UserId(row.instead_of) if row.instead_of else None,
            )
        )
    return {task_id: tuple(each) for task_id, each in given.items()}
