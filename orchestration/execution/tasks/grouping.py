"""Which tasks share a message: what one step asks of the same people, ten at most.

Two hundred to-dos that open at once would be two hundred messages, and Slack takes one a second.
A sign-off keeps a message of its own, since it shows all that a verdict rests on; so does work
with a command or with more to say than a line or two.
"""

from __future__ import annotations

from collections import defaultdict

from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import WorkKind
from orchestration.replacing import replace
from orchestration.values import TaskRound, UserId

MOST_TOGETHER = 10
LONGEST = 200
"""Instructions of more characters than this need room of their own."""


def grouped(before: ProcessExecution, after: ProcessExecution) -> ProcessExecution:
    """Put what `after` asks for the first time on shared messages, in the order of the process."""
    if after.changed_tasks is before.changed_tasks:
        return after
    opened: defaultdict[tuple[UserId, ...], list[ManualTask]] = defaultdict(list)
    for task_id in after.changed_tasks:
        was, now = before.tasks.get(task_id), after.tasks[task_id]
        if now.open and (was is None or was.round != now.round) and _is_short(after, now):
            opened[now.people].append(now)
    place = after.plan.place
    for tasks in opened.values():
        tasks.sort(key=lambda each: (place[each.ref], each.id))
        for start in range(0, len(tasks), MOST_TOGETHER):
            after = _on_one_message(after, tasks[start : start + MOST_TOGETHER])
    return after


def _is_short(execution: ProcessExecution, task: ManualTask) -> bool:
    if task.kind is WorkKind.SIGN_OFF or len(task.instructions) > LONGEST:
        return False
    return not execution.plan.activities[task.ref].command


def _on_one_message(execution: ProcessExecution, tasks: list[ManualTask]) -> ProcessExecution:
    if len(tasks) < 2:
        return execution
    members = tuple(TaskRound(task_id=each.id, round=each.round) for each in tasks)
    for each in tasks:
        execution = execution.with_task(replace(each, shown_with=members))
    return execution
