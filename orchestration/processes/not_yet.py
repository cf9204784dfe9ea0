"""What a process may say and this version of Drumbeat does not carry out yet.

A release of such a process is not started: a condition that is passed over, or a gate whose order
nobody keeps, would be worse than none. Each line goes when its execution comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import FieldType, TaskSpec


def not_yet(process: Process) -> tuple[str, ...]:
    """In the author's words, each with its place; none where all of it is carried out."""
    return (
        *(f"{phase.name}: {each}" for phase in process.phases for each in _of_phase(phase)),
        *(
            f"{phase.name} › {activity.name}: {each}"
            for phase, activity in process.activities()
            for each in (
                *_of_activity(activity),
                *(said for task in activity.tasks for said in _of_task(task)),
            )
        ),
    )


def _of_phase(phase: Phase) -> Iterator[str]:
    if phase.waits_for:
        yield "waiting for another release"
    if phase.uses:
        yield "shared resources"


def _of_activity(activity: Activity) -> Iterator[str]:
    if activity.type is ActivityType.SUBPROCESS:
        yield "another process as an activity"


def _of_task(task: TaskSpec) -> Iterator[str]:
    if any(each.type is FieldType.FILE for each in task.fields):
        yield "a form that asks for a file"
    if task.deadline is not None or task.remind or task.escalate_to is not None:
        yield "deadlines, reminders and escalation"
