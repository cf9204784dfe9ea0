"""The changes that put a part somewhere: adding one, moving one, saying what one waits for."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.errors import Rejected
from orchestration.processes.edits.places import required, with_activity, with_phase, with_phases
from orchestration.processes.model import (
    Activity,
    ActivityType,
    Phase,
    Process,
    full_ref,
    ref_of,
)
from orchestration.processes.revising.changes import AddActivity, AddPhase, How, MoveTo, SetOrder
from orchestration.processes.revising.revision import Revision
from orchestration.processes.revising.splicing import lifted, placed
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import unique_slug


def phase_added(revision: Revision, change: AddPhase) -> Revision:
    process = revision.process
    name = required(change.name, "The phase")
    new_id = unique_slug(name, {each.id for each in process.phases}, fallback="phase")
    new = Phase(id=new_id, name=name, owner=change.owner)
    at = revision.phase(change.at).id if change.at else ""
    phases = placed(process.phases, new, _how(change.how, at), at)
    return revision.with_process(with_phases(process, phases), {change.key: new_id})


def added(revision: Revision, change: AddActivity) -> Revision:
    name = required(change.name, "The activity")
    phase, anchor = revision.part(change.at)
    how = _how(change.how, anchor.id if anchor else "")
    new_id = unique_slug(name, {each.id for each in phase.activities}, fallback="activity")
    activities = placed(
        phase.activities, _made(change, name, new_id), how, anchor.id if anchor else ""
    )
    after = with_phase(revision.process, phase.model_copy(update={"activities": activities}))
    return revision.with_process(after, {change.key: ref_of(phase.id, new_id)})


def moved(revision: Revision, change: MoveTo) -> Revision:
    phase, activity = revision.part(change.of)
    if activity is None:
        return _phase_moved(revision, change, phase)
    if not change.at:
        raise Rejected(f"Where “{activity.name}” shall go is not said.")
    target, anchor = revision.part(change.at)
    if (target.id, anchor.id if anchor else "") == (phase.id, activity.id):
        raise Rejected(f"“{activity.name}” cannot go behind itself.")
    how = _how(change.how, anchor.id if anchor else "")
    process, activity = _taken_out(revision.process, phase, activity)
    target = process.phases_by_id[target.id]
    there = activity
    if target.id != phase.id:
        taken = {each.id for each in target.activities}
        new_id = activity.id if activity.id not in taken else unique_slug(activity.name, taken)
        there = activity.model_copy(update={"id": new_id})
    activities = placed(target.activities, there, how, anchor.id if anchor else "")
    process = with_phase(process, target.model_copy(update={"activities": activities}))
    was, now = ref_of(phase.id, activity.id), ref_of(target.id, there.id)
    if was == now:
        return revision.with_process(process)
    places = {place: now for place, at in revision.places.items() if at == was}
    return revision.with_process(
        _repointed(process, was, now), {change.of: now, was: now, **places}
    )


def ordered(revision: Revision, change: SetOrder) -> Revision:
    """What it waits for is what is said, and nothing besides."""
    phase, activity = revision.part(change.of)
    if activity is None:
        after = tuple(revision.phase(each).id for each in change.after)
        if phase.id in after:
            raise Rejected(f"“{phase.name}” cannot wait for itself.")
        now = phase.model_copy(update={"depends_on": tuple(dict.fromkeys(after))})
        return revision.with_process(with_phase(revision.process, now))
    wanted: dict[str, None] = {}
    for each in change.after:
        where, one = revision.activity(each)
        wanted[one.id if where.id == phase.id else ref_of(where.id, one.id)] = None
    if activity.id in wanted:
        raise Rejected(f"“{activity.name}” cannot wait for itself.")
    changed = activity.model_copy(update={"depends_on": tuple(wanted)})
    return revision.with_process(with_activity(revision.process, phase, changed))


def _phase_moved(revision: Revision, change: MoveTo, phase: Phase) -> Revision:
    at = revision.phase(change.at).id if change.at else ""
    if at == phase.id:
        raise Rejected(f"“{phase.name}” cannot go behind itself.")
    rest = lifted(revision.process.phases, phase)
    phases = placed(rest, phase, _how(change.how, at), at)
    return revision.with_process(with_phases(revision.process, phases))


def _how(how: How, anchor: str) -> How:
    """Behind a whole phase is last in it, before it first."""
    if anchor:
        return "after" if how == "last" else "before" if how == "first" else how
    return "first" if how in ("before", "first") else "last"


def _taken_out(process: Process, phase: Phase, activity: Activity) -> tuple[Process, Activity]:
    """Without it, and it with what it waits for written so that siblings are told by their id."""
    bare = activity.model_copy(update={"depends_on": _siblings_bare(phase, activity.depends_on)})
    siblings: Sequence[Activity] = [
        each.model_copy(update={"depends_on": _siblings_bare(phase, each.depends_on)})
        for each in phase.activities
    ]
    left = lifted(siblings, bare)
    return with_phase(process, phase.model_copy(update={"activities": left})), bare


def _siblings_bare(phase: Phase, wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(each.removeprefix(f"{phase.id}.") for each in wanted)


def _repointed(process: Process, was: str, now: str) -> Process:
    """With what waited for it in other phases waiting for it where it is now."""
    return with_phases(
        process,
        tuple(
            phase.model_copy(
                update={
                    "activities": tuple(
                        _pointing(phase.id, each, was, now) for each in phase.activities
                    )
                }
            )
            for phase in process.phases
        ),
    )


def _pointing(phase_id: str, activity: Activity, was: str, now: str) -> Activity:
    wanted = [full_ref(phase_id, each) for each in activity.depends_on]
    if was not in wanted:
        return activity
    here = now.partition(".")[2] if now.partition(".")[0] == phase_id else now
    pointed = tuple(
        here if ref == was else each for ref, each in zip(wanted, activity.depends_on, strict=True)
    )
    return activity.model_copy(update={"depends_on": tuple(dict.fromkeys(pointed))})


def _made(change: AddActivity, name: str, new_id: str) -> Activity:
    """What a change adds; a sign-off is asked of its signers, or else of its owner."""
    owner = (change.owner,) if change.owner else ()
    automated = change.type == "automated" and not change.approval
    return Activity(
        id=new_id,
        name=name,
        type=ActivityType.AUTOMATED if automated else ActivityType.MANUAL,
        owner=change.owner,
        description=change.instructions,
        tasks=() if automated else (_task(change, name, owner),),
    )


def _task(change: AddActivity, name: str, owner: tuple[str, ...]) -> TaskSpec:
    if not change.approval:
        return TaskSpec(id="do", name=name, instructions=change.instructions, assignees=owner)
    return TaskSpec(
        id="sign-off",
        name=name,
        kind=TaskKind.SIGN_OFF,
        instructions=change.instructions,
        approvals=Approvals(from_=change.signers or owner, needed=change.needed),
    )
