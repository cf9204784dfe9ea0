"""The edit most people make of an activity: what it is, who does it, and after what.

The short form shows one task. What a task says beyond that, and further tasks, are kept; an edit
that could not keep them is refused, naming them.
"""

from __future__ import annotations

from typing import Literal

from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes.edits.phase import refuse_gone
from orchestration.processes.edits.places import (
    Edited,
    activity_in,
    inserted,
    phase_in,
    replaced,
    required,
    unless_nothing,
    unless_same,
    with_phase,
)
from orchestration.processes.model import Activity, ActivityType, Process, Subprocess, full_ref
from orchestration.processes.tasks import Approvals, Quorum, TaskKind, TaskSpec
from orchestration.values import Frozen, unique_slug

ShortKind = Literal["automated", "todo", "sign_off", "form", "subprocess", "several"]
"""What the short form calls an activity; `several` has more than one task, and keeps them."""
_TYPES = {"automated": ActivityType.AUTOMATED, "subprocess": ActivityType.SUBPROCESS}


class PutActivity(Frozen):
    """Change an activity, or add one behind `after`.

    It is added at the beginning where that is empty, and at the end where it is None.
    """

    kind: Literal["put_activity"] = "put_activity"
    phase: str
    activity: str | None = None
    after: str | None = None
    name: str
    type: ShortKind
    owner: str | None = None
    signers: tuple[str, ...] = ()
    needed: Quorum = 1
    depends_on: tuple[str, ...] = ()
    instructions: str | None = ""
    """None leaves them as they are: they were too long for the form."""
    command: str | None = ""
    pipeline: str | None = None
    process: Subprocess | None = None


def short_kind(activity: Activity) -> ShortKind:
    match activity.type:
        case ActivityType.AUTOMATED:
            return "automated"
        case ActivityType.SUBPROCESS:
            return "subprocess"
    if len(activity.tasks) > 1:
        return "several"
    return activity.tasks[0].kind.value if activity.tasks else "todo"


def instructions_of(activity: Activity) -> str:
    """What the short form shows: those of the task, or what describes the activity."""
    return (activity.tasks[0].instructions if activity.tasks else "") or activity.description


def put_activity(process: Process, edit: PutActivity) -> Edited:
    phase = phase_in(process, edit.phase)
    name = required(edit.name, "The activity")
    if edit.type == "sign_off" and not edit.signers:
        raise Rejected("A sign-off needs at least one role or person who signs.")
    if edit.type == "subprocess" and edit.process is None:
        raise Rejected("Say which process it runs.")
    was = activity_in(phase, edit.activity) if edit.activity else None
    wanted = [full_ref(phase.id, each) for each in edit.depends_on]
    had = [full_ref(phase.id, each) for each in was.depends_on] if was else ()
    refuse_gone(wanted, process.by_ref, had)
    now = _changed(edit, name, was) if was else _added(edit, name, {e.id for e in phase.activities})
    activities = (
        replaced(phase.activities, now) if was else inserted(phase.activities, now, edit.after)
    )
    return Edited(
        process=with_phase(process, phase.model_copy(update={"activities": activities})),
        what=f"{'changed' if was else 'added'} “{name}”",
    )


def _added(edit: PutActivity, name: str, taken: set[str]) -> Activity:
    return Activity(
        id=unique_slug(name, taken, fallback="activity"),
        name=name,
        type=_TYPES.get(edit.type, ActivityType.MANUAL),
        owner=edit.owner,
        depends_on=edit.depends_on,
        description=edit.instructions or "",
        command=edit.command or "",
        pipeline=edit.pipeline if edit.type == "automated" else None,
        process=edit.process if edit.type == "subprocess" else None,
        tasks=() if edit.type in _TYPES else (_task(edit, name, edit.instructions or ""),),
    )


def _changed(edit: PutActivity, name: str, was: Activity) -> Activity:
    shown = instructions_of(was)
    told = shown if edit.instructions is None else unless_same(edit.instructions, shown)
    now_type = _TYPES.get(edit.type, ActivityType.MANUAL)
    same = now_type is was.type
    said: dict[str, object] = {
        "name": unless_same(name, was.name),
        "type": now_type,
        "owner": unless_nothing(edit.owner, was.owner),
        "depends_on": edit.depends_on,
        "command": was.command if edit.command is None else unless_same(edit.command, was.command),
        "pipeline": unless_nothing(edit.pipeline, was.pipeline)
        if edit.type == "automated"
        else was.pipeline
        if same
        else None,
        "process": edit.process if edit.type == "subprocess" else was.process if same else None,
        "tasks": _tasks(edit, name, told, was),
    }
    if told != shown and (was.description == shown or not said["tasks"]):
        said["description"] = told
    return was.model_copy(update=said)


def _tasks(edit: PutActivity, name: str, told: str, was: Activity) -> tuple[TaskSpec, ...]:
    first = was.tasks[0] if was.tasks else None
    implied = edit.type == "todo" and first is None and was.type is ActivityType.MANUAL
    if edit.type == "several" or implied or _TYPES.get(edit.type) is was.type:
        return was.tasks
    if len(was.tasks) > 1:
        rest = words.count(len(was.tasks), "task")
        raise Rejected(
            f"“{words.quote(was.name)}” has {rest}, and this form shows one. Change or remove "
            "tasks with *More…* in its menu; with one left it can become something else."
        )
    if edit.type in _TYPES:
        if first and (lost := _says_more(first)):
            raise _would_lose(was, lost)
        return ()
    if first is None or first.kind.value != edit.type:
        if first and (lost := _of_its_kind(first)):
            raise _would_lose(was, lost)
        kept = {} if first is None else _whatever_its_kind(first)
        return (_task(edit, name, told).model_copy(update=kept),)
    return (_as_it_was(edit, name, told, was, first),)


def _as_it_was(edit: PutActivity, name: str, told: str, was: Activity, task: TaskSpec) -> TaskSpec:
    """The same task, with what the form shows of it as it is now."""
    said: dict[str, object] = {}
    if task.name == was.name:
        said["name"] = unless_same(name, was.name)
    if told != instructions_of(was):
        said["instructions"] = told
    if task.kind is TaskKind.SIGN_OFF:
        said["approvals"] = asked_of(task, edit.signers, edit.needed)
    elif unless_nothing(edit.owner, was.owner) != was.owner and task.assignees in (
        (),
        (was.owner,),
    ):
        said["assignees"] = (edit.owner,) if edit.owner else ()
    return task.model_copy(update=said)


def asked_of(task: TaskSpec, signers: tuple[str, ...], needed: Quorum) -> Approvals | None:
    """Its gate, with what a form shows of it as it is now."""
    was = task.approvals or Approvals()
    now = was.model_copy(update={"from_": signers, "needed": needed})
    return task.approvals if now == was else now


def _task(edit: PutActivity, name: str, told: str) -> TaskSpec:
    """The one task that the short form describes."""
    kind = TaskKind(edit.type)
    signs = kind is TaskKind.SIGN_OFF
    return TaskSpec(
        id="sign-off" if signs else "do" if kind is TaskKind.TODO else "form",
        name=name,
        kind=kind,
        instructions=told,
        assignees=() if signs or not edit.owner else (edit.owner,),
        approvals=Approvals(from_=edit.signers, needed=edit.needed) if signs else None,
    )


def _whatever_its_kind(task: TaskSpec) -> dict[str, object]:
    kept = ("required", "deadline", "undo", "remind", "escalate_to")
    return {each: getattr(task, each) for each in kept}


def _of_its_kind(task: TaskSpec) -> list[str]:
    """What only this kind of task has, and the short form does not show."""
    lost = [words.count(len(task.fields), "question")] if task.fields else []
    if task.approvals and task.approvals.order != "any":
        lost.append("the order of its approvals")
    if task.approvals and task.approvals.exclude:
        lost.append("that the starter is left out")
    return lost


def _says_more(task: TaskSpec) -> list[str]:
    lost = _of_its_kind(task)
    lost += ["when it is required"] if task.required is not True else []
    lost += ["its deadline"] if task.deadline else []
    lost += ["its reminders"] if task.remind else []
    lost += ["to whom it is escalated"] if task.escalate_to else []
    lost += ["its time to undo"] if task.undo else []
    return lost


def _would_lose(activity: Activity, lost: list[str]) -> Rejected:
    return Rejected(
        f"“{words.quote(activity.name)}” would lose {words.listed(lost)}. "
        "Remove that first with *More…* in its menu; then it can become something else."
    )
