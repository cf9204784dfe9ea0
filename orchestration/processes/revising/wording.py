"""What a change does, in the words that a person decides by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from orchestration import words
from orchestration.processes.model import OnFailure, Process, full_ref, ref_of
from orchestration.processes.revising.changes import (
    AddActivity,
    AddPhase,
    Change,
    Describe,
    How,
    MoveTo,
    Remove,
    RemoveSignOff,
    Rename,
    SetOnFailure,
    SetOptional,
    SetOrder,
    SetOwner,
    SetPipeline,
    SetSignOff,
    SetType,
)
from orchestration.processes.revising.identity import same_activities
from orchestration.processes.revising.revision import Revision
from orchestration.processes.tasks import Quorum, TaskKind
from orchestration.values import ActivityRef, plain_line

_ON_FAILURE = {
    OnFailure.HOLD: "the release holds until somebody decides",
    OnFailure.RETRY: "it is tried again",
    OnFailure.IGNORE: "the release goes on",
    OnFailure.FAIL: "the release fails",
}
_MOST_DETAILS = 4


def said(before: Revision, change: Change) -> str:
    """Raises `Rejected` where a part that it speaks of is not there."""
    match change:
        case AddPhase():
            by = f", led by {_who(change.owner)}" if change.owner else ""
            return f"added the phase {_q(change.name)}{by}{_where(before, change.how, change.at)}"
        case AddActivity():
            where = _where(before, change.how, change.at)
            return f"added {_q(change.name)} ({_kind(change)}){where}"
        case Remove():
            phase, activity = before.part(change.of)
            if activity:
                return f"removed {_q(activity.name)}"
            inside = len(phase.activities)
            of = f" and its {words.count(inside, 'activity', 'activities')}" if inside else ""
            return f"removed the phase {_q(phase.name)}{of}"
        case Rename():
            whose = "the process " if not change.of else ""
            return f"renamed {whose}{_q(before.name(change.of))} to {_q(change.name)}"
        case MoveTo():
            where = _where(before, change.how, change.at, moved=True).removeprefix(",")
            return f"moved {_q(before.name(change.of))}{where}"
        case SetOrder():
            waited = words.listed(_q(before.name(each)) for each in change.after)
            return f"{_q(before.name(change.of))} waits for {waited or 'nothing'}"
        case _:
            return _said_of_part(before, change)


def _said_of_part(
    before: Revision,
    change: SetOwner
    | SetType
    | SetSignOff
    | RemoveSignOff
    | SetOptional
    | SetOnFailure
    | SetPipeline
    | Describe,
) -> str:
    name = _q(before.name(change.of))
    match change:
        case SetOwner():
            phase, activity = before.part(change.of)
            was = (activity or phase).owner
            return f"the owner of {name} is {_who(change.owner)}, was {_who(was)}"
        case SetType():
            return f"{name} is {'automated' if change.type == 'automated' else 'done by people'}"
        case SetSignOff():
            if not change.signers:
                return f"{name} needs {_needed(change.needed or 1)}"
            needed = f", {_needed(change.needed)}" if change.needed else ""
            return f"{name} is signed by {words.listed(map(_who, change.signers))}{needed}"
        case RemoveSignOff():
            return f"nobody signs {name} any more"
        case SetOptional():
            return f"{name} is {'optional' if change.optional else 'not optional'}"
        case SetOnFailure():
            return f"when {name} fails, {_ON_FAILURE[change.on_failure]}"
        case SetPipeline():
            runs = f"runs the pipeline {_q(change.pipeline)}" if change.pipeline else "runs by hand"
            return f"{name} {runs}"
        case Describe():
            return f"the instructions of {name} are: “{words.quote(change.text, 200)}”"
        case _:
            assert_never(change)


def consequences(before: Revision, after: Revision, change: Change) -> tuple[str, ...]:
    """Who then waits for whom, and what is easily taken to change and does not."""
    rows = list(_order(before.process, after.process))
    if isinstance(change, SetOrder):
        rows = []
    if isinstance(change, SetOwner):
        _, activity = before.part(change.of)
        signs = (
            [each for each in activity.tasks if each.kind is TaskKind.SIGN_OFF] if activity else []
        )
        who = [one for each in signs for one in each.people()]
        if who and who != [change.owner]:
            rows.append(f"it is still signed by {words.listed(map(_who, who))}")
    more = len(rows) - _MOST_DETAILS
    return (*rows[:_MOST_DETAILS], *([f"and {more} more"] if more > 0 else []))


def _order(before: Process, after: Process) -> list[str]:
    now = same_activities(before, after)
    was = {at: ref for ref, at in now.items()}
    rows = []
    for phase in after.phases:
        old = before.phases_by_id.get(phase.id)
        if old is not None and old.depends_on != phase.depends_on:
            rows.append(_waits(phase.name, [_phase_name(after, each) for each in phase.depends_on]))
        for each in phase.activities:
            at = ref_of(phase.id, each.id)
            if at in was and _waited(before, was[at], now) != _waited(after, at):
                rows.append(_waits(each.name, _names(after, at)))
    return rows


def _waited(
    process: Process, ref: ActivityRef, now: Mapping[ActivityRef, ActivityRef] | None = None
) -> set[str]:
    """The places it waits for, as they are now."""
    phase_id = ref.partition(".")[0]
    wanted = (full_ref(phase_id, each) for each in process.by_ref[ref].depends_on)
    return {(now or {}).get(each, each) for each in wanted}


def _waits(name: str, wanted: list[str]) -> str:
    return f"{_q(name)} then waits for {words.listed(map(_q, wanted)) or 'no other step'}"


def _names(process: Process, ref: ActivityRef) -> list[str]:
    there = process.by_ref
    refs = [full_ref(ref.partition(".")[0], each) for each in there[ref].depends_on]
    return [there[each].name if each in there else each for each in refs]


def _phase_name(process: Process, phase_id: str) -> str:
    phase = process.phases_by_id.get(phase_id)
    return phase.name if phase else phase_id


def _where(before: Revision, how: How, at: str, *, moved: bool = False) -> str:
    end = f", {'to' if moved else 'at'} the {'beginning' if how == 'first' else 'end'}"
    if not at:
        return end
    _, activity = before.part(at)
    name = _q(before.name(at))
    if activity is None and how in ("first", "last"):
        return f"{end} of {name}"
    match how:
        case "before" | "first":
            return f", before {name}"
        case "beside":
            return f", at the same time as {name}"
        case _:
            return f", after {name}"


def _kind(change: AddActivity) -> str:
    if change.approval:
        signers = change.signers or ((change.owner,) if change.owner else ())
        by = f" by {words.listed(map(_who, signers))}" if signers else " by nobody yet"
        return f"a sign-off{by}, {_needed(change.needed)}"
    owner = f", owned by {_who(change.owner)}" if change.owner else ""
    return f"{'automated' if change.type == 'automated' else 'done by people'}{owner}"


def _needed(needed: Quorum) -> str:
    return f"{words.count(needed, 'approval')}" if isinstance(needed, int) else f"{needed} of them"


def _who(name: str | None) -> str:
    return words.person(words.quote(name, 120)) if name else "nobody"


def _q(name: str) -> str:
    return f"“{words.quote(plain_line(name, 80), 80)}”"
