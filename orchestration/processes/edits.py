"""What the outline editor does to a process: one edit at a time, each saying itself in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from typing import Annotated, Literal, TypeVar, assert_never

from pydantic import Field

from orchestration.errors import Rejected
from orchestration.processes.model import Activity, ActivityType, Phase, Process, full_ref, ref_of
from orchestration.processes.tasks import Approvals, Quorum, TaskKind, TaskSpec
from orchestration.values import ActivityRef, Frozen, ProcessId, telling_slug, unique_slug

T = TypeVar("T", bound=Phase | Activity)


class RenameProcess(Frozen):
    kind: Literal["rename_process"] = "rename_process"
    name: str


class PutPhase(Frozen):
    """Change a phase, or add one after `after` (at the end where that is None)."""

    kind: Literal["put_phase"] = "put_phase"
    phase: str | None = None
    after: str | None = None
    name: str
    owner: str | None = None
    depends_on: tuple[str, ...] = ()


class PutActivity(Frozen):
    """Change an activity, or add one after `after` (at the end where that is None)."""

    kind: Literal["put_activity"] = "put_activity"
    phase: str
    activity: str | None = None
    after: str | None = None
    name: str
    type: Literal["automated", "todo", "sign_off"]
    owner: str | None = None
    signers: tuple[str, ...] = ()
    needed: Quorum = 1
    depends_on: tuple[str, ...] = ()
    instructions: str = ""
    command: str = ""
    pipeline: str | None = None


class Remove(Frozen):
    """Remove a phase, or one activity of it; what waited for it waits for what it waited for."""

    kind: Literal["remove"] = "remove"
    phase: str
    activity: str | None = None


class Move(Frozen):
    """Move a phase or an activity one place up (-1) or down (+1) in the written order."""

    kind: Literal["move"] = "move"
    phase: str
    activity: str | None = None
    by: Literal[-1, 1]


ProcessEdit = Annotated[
    RenameProcess | PutPhase | PutActivity | Remove | Move, Field(discriminator="kind")
]


class Edited(Frozen):
    process: Process
    what: str
    """The edit in words: `removed “Smoke test”`."""


def edited(process: Process, edit: ProcessEdit) -> Edited:
    """Apply one edit; raises `Rejected` where what it edits is gone or its form is incomplete."""
    match edit:
        case RenameProcess(name=name):
            return _renamed(process, _required(name, "The process"))
        case PutPhase():
            return _put_phase(process, edit)
        case PutActivity():
            return _put_activity(process, edit)
        case Remove():
            return _removed(process, edit)
        case Move():
            return _moved(process, edit)
        case _:
            assert_never(edit)


def phase_in(process: Process, phase_id: str) -> Phase:
    found = process.phases_by_id.get(phase_id)
    if found is None:
        raise Rejected("That phase was removed meanwhile. Open *Edit* again.")
    return found


def activity_in(phase: Phase, activity_id: str) -> Activity:
    found = next((each for each in phase.activities if each.id == activity_id), None)
    if found is None:
        raise Rejected("That activity was removed meanwhile. Open *Edit* again.")
    return found


def _put_phase(process: Process, edit: PutPhase) -> Edited:
    name = _required(edit.name, "The phase")
    was = phase_in(process, edit.phase) if edit.phase else None
    _refuse_gone(edit.depends_on, process.phases_by_id, was.depends_on if was else ())
    if was is None:
        new_id = unique_slug(name, {each.id for each in process.phases}, fallback="phase")
        new = Phase(id=new_id, name=name, owner=edit.owner, depends_on=edit.depends_on)
        return Edited(
            process=_with_phases(process, _inserted(process.phases, new, edit.after)),
            what=f"added the phase “{name}”",
        )
    now = was.model_copy(update={"name": name, "owner": edit.owner, "depends_on": edit.depends_on})
    return Edited(process=_with_phase(process, now), what=f"changed the phase “{name}”")


def _put_activity(process: Process, edit: PutActivity) -> Edited:
    phase = phase_in(process, edit.phase)
    name = _required(edit.name, "The activity")
    if edit.type == "sign_off" and not edit.signers:
        raise Rejected("A sign-off needs at least one role or person who signs.")
    was = activity_in(phase, edit.activity) if edit.activity else None
    wanted = [full_ref(phase.id, each) for each in edit.depends_on]
    had = [full_ref(phase.id, each) for each in was.depends_on] if was else ()
    _refuse_gone(wanted, process.by_ref, had)
    taken = {each.id for each in phase.activities}
    new_id = was.id if was else unique_slug(name, taken, fallback="activity")
    now = (was or Activity(id=new_id, name=name, type=ActivityType.MANUAL)).model_copy(
        update={
            "name": name,
            "type": (ActivityType.AUTOMATED if edit.type == "automated" else ActivityType.MANUAL),
            "owner": edit.owner,
            "depends_on": edit.depends_on,
            "description": edit.instructions,
            "command": edit.command,
            "pipeline": edit.pipeline if edit.type == "automated" else None,
            "tasks": _tasks(edit, name, was),
        }
    )
    if was:
        activities = tuple(now if each.id == now.id else each for each in phase.activities)
    else:
        activities = _inserted(phase.activities, now, edit.after)
    return Edited(
        process=_with_phase(process, phase.model_copy(update={"activities": activities})),
        what=f"{'changed' if was else 'added'} “{name}”",
    )


def _tasks(edit: PutActivity, name: str, was: Activity | None) -> tuple[TaskSpec, ...]:
    """The one task the form describes, and the further ones that it does not show."""
    if edit.type == "automated":
        return ()
    signs = edit.type == "sign_off"
    first = TaskSpec(
        id="sign-off" if signs else "do",
        name=name,
        kind=TaskKind.SIGN_OFF if signs else TaskKind.TODO,
        instructions=edit.instructions,
        assignees=() if signs or not edit.owner else (edit.owner,),
        approvals=Approvals(from_=edit.signers, needed=edit.needed) if signs else None,
    )
    further = was.tasks[1:] if was else ()
    return (first, *(each for each in further if each.id != first.id))


def _removed(process: Process, edit: Remove) -> Edited:
    phase = phase_in(process, edit.phase)
    if edit.activity is None:
        left = tuple(_bridged_phase(each, phase) for each in process.phases if each.id != phase.id)
        return Edited(
            process=_bridged(_with_phases(process, left), phase, phase.activities),
            what=f"removed the phase “{phase.name}”",
        )
    activity = activity_in(phase, edit.activity)
    kept = tuple(each for each in phase.activities if each.id != activity.id)
    smaller = _with_phase(process, phase.model_copy(update={"activities": kept}))
    return Edited(process=_bridged(smaller, phase, (activity,)), what=f"removed “{activity.name}”")


def _bridged_phase(phase: Phase, gone: Phase) -> Phase:
    if gone.id not in phase.depends_on:
        return phase
    wanted = [
        one
        for each in phase.depends_on
        for one in (gone.depends_on if each == gone.id else (each,))
        if one not in {phase.id, gone.id}
    ]
    return phase.model_copy(update={"depends_on": tuple(dict.fromkeys(wanted))})


def _bridged(process: Process, phase: Phase, removed: tuple[Activity, ...]) -> Process:
    """Without these, and with their dependants waiting for what they waited for."""
    gone = {
        ref_of(phase.id, each.id): [full_ref(phase.id, one) for one in each.depends_on]
        for each in removed
    }

    def mended(phase: Phase, activity: Activity) -> Activity:
        before = [full_ref(phase.id, each) for each in activity.depends_on]
        if not any(each in gone for each in before):
            return activity
        found: dict[ActivityRef, None] = {}
        while before:
            each = before.pop(0)
            if each in found or each == ref_of(phase.id, activity.id):
                continue
            found[each] = None
            before[:0] = gone.get(each, ())
        left = tuple(each.removeprefix(f"{phase.id}.") for each in found if each not in gone)
        return activity.model_copy(update={"depends_on": left})

    return _with_phases(
        process,
        tuple(
            each.model_copy(
                update={"activities": tuple(mended(each, inner) for inner in each.activities)}
            )
            for each in process.phases
        ),
    )


def _moved(process: Process, edit: Move) -> Edited:
    phase = phase_in(process, edit.phase)
    if edit.activity is None:
        phases = _shifted(process.phases, lambda each: each.id == phase.id, edit.by)
        return Edited(process=_with_phases(process, phases), what=f"moved “{phase.name}”")
    activity = activity_in(phase, edit.activity)
    activities = _shifted(phase.activities, lambda each: each.id == activity.id, edit.by)
    return Edited(
        process=_with_phase(process, phase.model_copy(update={"activities": activities})),
        what=f"moved “{activity.name}”",
    )


def _shifted(items: tuple[T, ...], chosen: Callable[[T], bool], by: int) -> tuple[T, ...]:
    every = list(items)
    at = next(i for i, each in enumerate(every) if chosen(each))
    to = min(max(at + by, 0), len(every) - 1)
    every.insert(to, every.pop(at))
    return tuple(every)


def _inserted(items: tuple[T, ...], new: T, after: str | None) -> tuple[T, ...]:
    at = next((i for i, each in enumerate(items, 1) if each.id == after), len(items))
    return (*items[:at], new, *items[at:])


def _with_phase(process: Process, phase: Phase) -> Process:
    return _with_phases(
        process, tuple(phase if each.id == phase.id else each for each in process.phases)
    )


def _with_phases(process: Process, phases: tuple[Phase, ...]) -> Process:
    return process.model_copy(update={"phases": phases})


def _required(name: str, what: str) -> str:
    if not name.strip():
        raise Rejected(f"{what} needs a name.")
    return name.strip()


def _renamed(process: Process, name: str) -> Edited:
    """A process is known by its name: under another it is published as another."""
    new_id = ProcessId(telling_slug(name, fallback="process"))
    return Edited(
        process=process.model_copy(update={"name": name, "id": new_id}),
        what=f"renamed the process to “{name}”",
    )


def _refuse_gone(wanted: Iterable[str], known: Container[str], had: Collection[str]) -> None:
    if any(each not in known and each not in had for each in wanted):
        raise Rejected("What it shall wait for was removed meanwhile. Open *Edit* again.")
