"""Edits of what a manual activity asks of people: its tasks, and the questions of a form."""

from __future__ import annotations

from typing import Literal

from orchestration.errors import Rejected
from orchestration.processes.durations import Duration
from orchestration.processes.edits.activity import asked_of
from orchestration.processes.edits.places import (
    Edited,
    activity_in,
    changed,
    phase_in,
    required,
    task_in,
    unless_same,
    with_activity,
    with_task,
)
from orchestration.processes.model import Activity, ActivityType, Process
from orchestration.processes.tasks import (
    Approvals,
    FieldType,
    FormField,
    Quorum,
    TaskKind,
    TaskSpec,
)
from orchestration.values import Frozen, unique_slug


class PutTask(Frozen):
    """Change a task, or add one at the end."""

    kind: Literal["put_task"] = "put_task"
    phase: str
    activity: str
    task: str | None = None
    name: str
    asks: TaskKind = TaskKind.TODO
    instructions: str = ""
    required: bool | str = True
    assignees: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    needed: Quorum = 1


class SetTaskRules(Frozen):
    """By when it is done, who is reminded, and how a gate opens."""

    kind: Literal["set_task_rules"] = "set_task_rules"
    phase: str
    activity: str
    task: str
    deadline: Duration | None = None
    remind: tuple[str, ...] = ()
    escalate_to: str | None = None
    undo: Duration | None = None
    order: Literal["any", "sequential"] = "any"
    exclude: tuple[Literal["starter"], ...] = ()


class PutField(Frozen):
    """Change a question of a form, or add one at the end."""

    kind: Literal["put_field"] = "put_field"
    phase: str
    activity: str
    task: str
    field: int | None = None
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    pattern: str = ""
    choices: tuple[str, ...] = ()


def put_task(process: Process, edit: PutTask) -> Edited:
    phase = phase_in(process, edit.phase)
    activity = activity_in(phase, edit.activity)
    name = required(edit.name, "The task")
    signs = edit.asks is TaskKind.SIGN_OFF
    if signs and not edit.signers:
        raise Rejected("A sign-off needs at least one role or person who signs.")
    if edit.task is None:
        if activity.type is not ActivityType.MANUAL:
            raise Rejected("Only manual work has tasks. Change what it is with *Edit* first.")
        new_id = unique_slug(name, {each.id for each in activity.tasks}, fallback="task")
        was = TaskSpec(id=new_id, name=name)
    else:
        was = task_in(activity, edit.task)
        if was.fields and edit.asks not in (TaskKind.FORM, was.kind):
            raise Rejected(f"Its questions would be lost. Remove them from “{name}” first.")
    name = unless_same(name, was.name)
    now = was.model_copy(
        update={
            "name": name,
            "kind": edit.asks,
            "instructions": edit.instructions,
            "required": edit.required,
            "assignees": was.assignees if signs else edit.assignees,
            "approvals": asked_of(was, edit.signers, edit.needed) if signs else was.approvals,
        }
    )
    if edit.task is None:
        more = activity.model_copy(update={"tasks": (*activity.tasks, now)})
        return Edited(
            process=with_activity(process, phase, more),
            what=f"added the task “{name}” to “{activity.name}”",
        )
    return Edited(
        process=with_task(process, phase, activity, now), what=changed(was, now, was.name)
    )


def set_task(process: Process, edit: SetTaskRules) -> Edited:
    phase = phase_in(process, edit.phase)
    activity = activity_in(phase, edit.activity)
    was = task_in(activity, edit.task)
    said: dict[str, object] = {
        "deadline": edit.deadline,
        "remind": edit.remind,
        "escalate_to": edit.escalate_to,
        "undo": edit.undo,
    }
    if was.approvals or edit.order != "any" or edit.exclude:
        gate = {"order": edit.order, "exclude": edit.exclude}
        said["approvals"] = (was.approvals or Approvals()).model_copy(update=gate)
    now = was.model_copy(update=said)
    return Edited(
        process=with_task(process, phase, activity, now), what=changed(was, now, was.name)
    )


def put_field(process: Process, edit: PutField) -> Edited:
    phase = phase_in(process, edit.phase)
    activity = activity_in(phase, edit.activity)
    task = task_in(activity, edit.task)
    label = required(edit.label, "The question")
    said = {
        "label": label,
        "type": edit.type,
        "required": edit.required,
        "pattern": edit.pattern,
        "choices": edit.choices,
    }
    if edit.field is None:
        new_id = unique_slug(label, _outputs_of(activity), fallback="answer")
        fields = (*task.fields, FormField(id=new_id, **said))
        what = f"added the question “{label}” to “{task.name}”"
    else:
        if not 0 <= edit.field < len(task.fields):
            raise Rejected("That question was removed meanwhile. Open *Edit* again.")
        was = task.fields[edit.field]
        now = was.model_copy(update={**said, "label": unless_same(label, was.label)})
        fields = (*task.fields[: edit.field], now, *task.fields[edit.field + 1 :])
        what = changed(was, now, was.label)
    now_asked = task.model_copy(update={"fields": fields})
    return Edited(process=with_task(process, phase, activity, now_asked), what=what)


def _outputs_of(activity: Activity) -> set[str]:
    """An answer is an output of the activity, so no other may have its name."""
    return {
        *activity.outputs,
        *(field.id for task in activity.tasks for field in task.fields),
    }
