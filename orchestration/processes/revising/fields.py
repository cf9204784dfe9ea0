"""The changes of what one part says: its name, owner, kind, sign-off, failure and the like."""

from __future__ import annotations

from typing import Any, assert_never

from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes import edits
from orchestration.processes.edits import PutActivity, PutTask, short_kind
from orchestration.processes.edits.places import required, with_activity, with_phase
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.revising.changes import (
    Describe,
    RemoveSignOff,
    Rename,
    SetOnFailure,
    SetOptional,
    SetOwner,
    SetPipeline,
    SetSignOff,
    SetType,
)
from orchestration.processes.tasks import TaskKind, TaskSpec

OfOnePart = (
    Rename
    | SetOwner
    | SetType
    | SetSignOff
    | RemoveSignOff
    | SetOptional
    | SetOnFailure
    | SetPipeline
    | Describe
)


def changed(
    process: Process, phase: Phase, activity: Activity | None, change: OfOnePart
) -> Process:
    """The process with that part changed; raises `Rejected` where the part has no such thing."""
    if activity is None:
        return with_phase(process, _of_phase(phase, change))
    match change:
        case Rename():
            name = required(change.name, "The activity")
            return _put(process, phase, activity, name=name)
        case SetOwner():
            return _put(process, phase, activity, owner=change.owner)
        case Describe():
            return _put(process, phase, activity, instructions=change.text)
        case SetType():
            if _type_of(activity) == change.type:
                return process
            kind = "automated" if change.type == "automated" else "todo"
            return _put(process, phase, activity, type=kind)
        case SetSignOff():
            return _signed(process, phase, activity, change)
        case RemoveSignOff():
            left = tuple(each for each in activity.tasks if each.kind is not TaskKind.SIGN_OFF)
            if left == activity.tasks:
                raise Rejected(f"“{words.quote(activity.name)}” asks nobody to sign.")
            return _with(process, phase, activity, tasks=left)
        case SetOptional():
            return _with(process, phase, activity, optional=change.optional)
        case SetOnFailure():
            return _with(process, phase, activity, on_failure=change.on_failure)
        case SetPipeline():
            if activity.type is not ActivityType.AUTOMATED:
                raise Rejected(f"“{words.quote(activity.name)}” is not automated.")
            return _with(process, phase, activity, pipeline=change.pipeline)
        case _:
            assert_never(change)


def _of_phase(phase: Phase, change: OfOnePart) -> Phase:
    match change:
        case Rename():
            return phase.model_copy(update={"name": required(change.name, "The phase")})
        case SetOwner():
            return phase.model_copy(update={"owner": change.owner})
        case SetOptional():
            return phase.model_copy(update={"optional": change.optional})
        case Describe():
            return phase.model_copy(update={"description": change.text})
        case _:
            raise Rejected(
                f"“{words.quote(phase.name)}” is a phase: say of which activity of it that holds."
            )


def _with(process: Process, phase: Phase, activity: Activity, **said: Any) -> Process:
    return with_activity(process, phase, activity.model_copy(update=said))


def _put(process: Process, phase: Phase, activity: Activity, **said: Any) -> Process:
    """Through the short form, which knows what goes together and what would be lost."""
    sign_off = _sign_off(activity)
    approvals = sign_off.approvals if sign_off else None
    form: dict[str, Any] = {
        "phase": phase.id,
        "activity": activity.id,
        "name": activity.name,
        "type": short_kind(activity),
        "owner": activity.owner,
        "signers": approvals.from_ if approvals else (),
        "needed": approvals.needed if approvals else 1,
        "depends_on": activity.depends_on,
        "instructions": None,
        "command": None,
        "pipeline": activity.pipeline,
        "process": activity.process,
    }
    form.update(said)
    if form["type"] == "sign_off" and not form["signers"]:
        return _with(process, phase, activity, **_without_form(said))
    return edits.edited(process, PutActivity(**form)).process


def _without_form(said: dict[str, Any]) -> dict[str, Any]:
    """A sign-off of nobody yet, which the short form refuses: what it says besides is kept."""
    if "instructions" in said:
        return {"description": said["instructions"]}
    return said


def _signed(process: Process, phase: Phase, activity: Activity, change: SetSignOff) -> Process:
    """Who signs and how many; where nobody did, a sign-off is added beside what is there."""
    if activity.type is not ActivityType.MANUAL:
        raise Rejected(
            f"“{words.quote(activity.name)}” is no work of people, so nobody signs it: "
            "add a sign-off before it."
        )
    task = _sign_off(activity)
    approvals = task.approvals if task else None
    signers = change.signers or (approvals.from_ if approvals else ()) or _owner(activity)
    needed = change.needed or (approvals.needed if approvals else 1)
    if not signers:
        raise Rejected(f"Who signs “{words.quote(activity.name)}” is not said.")
    put = PutTask(
        phase=phase.id,
        activity=activity.id,
        task=task.id if task else None,
        name=task.name if task else f"Sign off {activity.name}",
        asks=TaskKind.SIGN_OFF,
        instructions=task.instructions if task else "",
        required=task.required if task else True,
        signers=signers,
        needed=needed,
    )
    return edits.edited(process, put).process


def _sign_off(activity: Activity) -> TaskSpec | None:
    found = [each for each in activity.tasks if each.kind is TaskKind.SIGN_OFF]
    if len(found) > 1:
        raise Rejected(
            f"“{words.quote(activity.name)}” has {len(found)} sign-offs: change them with *Edit*."
        )
    return found[0] if found else None


def _owner(activity: Activity) -> tuple[str, ...]:
    return (activity.owner,) if activity.owner else ()


def _type_of(activity: Activity) -> str:
    return "automated" if activity.type is ActivityType.AUTOMATED else "manual"
