"""What a redo owes: the thread hears of it, and whoever answered in vain is told why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from orchestration.effects import Effect
from orchestration.effects.announcements import AnnounceRedo, TellVoided
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.values import ExecutionId, TaskRound, UserId


def of_redo(before: ProcessExecution, after: ProcessExecution) -> Iterator[Effect]:
    """Nothing where none was."""
    if after.candidate == before.candidate:
        return
    yield AnnounceRedo(execution_id=after.id, candidate=after.candidate)
    yield from _told(after.id, after.candidate, voided(before, after))


def of_child(child: ProcessExecution, candidate: int) -> Iterator[Effect]:
    """The same to those who answered inside a process that another child now runs anew."""
    yield from _told(child.id, candidate, child.tasks.values())


def _told(of: ExecutionId, candidate: int, tasks: Iterable[ManualTask]) -> Iterator[Effect]:
    in_vain: defaultdict[UserId, list[TaskRound]] = defaultdict(list)
    for task in tasks:
        for person in answered_by(task):
            in_vain[person].append(TaskRound(task_id=task.id, round=task.round))
    for person, rounds in sorted(in_vain.items()):
        yield TellVoided(execution_id=of, candidate=candidate, person=person, tasks=tuple(rounds))


def voided(before: ProcessExecution, after: ProcessExecution) -> Iterator[ManualTask]:
    """Every round that the redo put an end to, as it stood before; some have begun anew since."""
    for task_id in sorted(after.changed_tasks):
        was, now = before.tasks.get(task_id), after.tasks[task_id]
        if was is not None and not was.voided_in and (now.voided_in or now.round != was.round):
            yield was


def answered_by(task: ManualTask) -> tuple[UserId, ...]:
    """Who signed in its current round; of other tasks, who did it."""
    signed = dict.fromkeys(each.by for each in task.verdicts)
    did = () if signed or task.open or task.settled_by is None else (task.settled_by,)
    return (*signed, *did)
