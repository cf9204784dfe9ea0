"""What weakens a gate: how a change lets a release go on with less agreement than before.

Said first, wherever somebody decides about the change. It errs on the side of saying: who signs
instead of somebody else is named, although nobody can tell whether that is weaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from orchestration import words
from orchestration.processes.checks.order import order_of
from orchestration.processes.durations import duration_text
from orchestration.processes.model import Activity, OnFailure, Phase, Process
from orchestration.processes.revising.identity import same_activities
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ActivityRef, Frozen, role_key

Weakening = Literal[
    "removed",
    "quorum",
    "signers",
    "order",
    "starter",
    "optional",
    "required",
    "failure",
    "condition",
    "bypassed",
    "expiry",
    "owner",
    "freeze",
]
_NAMED = 3


class WeakenedGate(Frozen):
    """One way in which less is asked than before."""

    kind: Weakening
    what: str
    """A sentence without its full stop, with people marked as `words` does."""


def weakened_gates(before: Process, after: Process) -> tuple[WeakenedGate, ...]:
    """All of them, in the order of `before`; none where nothing asks less than it did."""
    if before == after:
        return ()
    places = same_activities(before, after)
    return (
        *_of_process(before, after),
        *_of_phases(before, after),
        *_of_activities(before, after, places),
        *_bypassed(before, after, places),
    )


def _of_process(before: Process, after: Process) -> Iterator[WeakenedGate]:
    was, now = before.sign_offs_expire, after.sign_offs_expire
    if was and (now is None or now > was):
        until = f"only after {duration_text(now)}" if now else "no more"
        what = f"sign-offs expire {until}; it was after {duration_text(was)}"
        yield WeakenedGate(kind="expiry", what=what)


def _of_phases(before: Process, after: Process) -> Iterator[WeakenedGate]:
    for phase in before.phases:
        now = after.phases_by_id.get(phase.id)
        if now is None:
            continue
        name = f"the phase “{words.quote(now.name)}”"
        if now.optional and not phase.optional:
            yield WeakenedGate(kind="optional", what=f"{name} becomes optional")
        if now.if_ and now.if_ != phase.if_ and _asks_anybody(phase):
            what = f"{name}, which asks for sign-offs, runs only if {words.quote(now.if_, 80)}"
            yield WeakenedGate(kind="condition", what=what)
        if now.uninterruptible and not phase.uninterruptible:
            yield WeakenedGate(kind="freeze", what=f"{name} goes on into a freeze")


def _of_activities(
    before: Process, after: Process, places: Mapping[ActivityRef, ActivityRef]
) -> Iterator[WeakenedGate]:
    for ref, was in before.by_ref.items():
        place = places.get(ref)
        if place is None:
            if _gates(was):
                yield WeakenedGate(kind="removed", what=f"{_sign_off(was)} is removed")
            continue
        now = after.by_ref[place]
        name = f"“{words.quote(now.name)}”"
        if now.optional and not was.optional:
            yield WeakenedGate(kind="optional", what=f"{name} becomes optional")
        if now.on_failure is OnFailure.IGNORE and was.on_failure is not OnFailure.IGNORE:
            yield WeakenedGate(kind="failure", what=f"a failure of {name} is ignored")
        if now.if_ and now.if_ != was.if_ and _gates(was):
            what = f"{name}, which is signed, runs only if {words.quote(now.if_, 80)}"
            yield WeakenedGate(kind="condition", what=what)
        if was.finalise == "owner" and now.finalise == "auto":
            yield WeakenedGate(kind="owner", what=f"the owner of {name} has no final word")
        yield from _of_tasks(was, now)


def _of_tasks(was: Activity, now: Activity) -> Iterator[WeakenedGate]:
    left = {each.id: each for each in now.tasks}
    spare = [each for each in _gates(now) if each.id not in {one.id for one in was.tasks}]
    for task in was.tasks:
        there = left.get(task.id)
        if task.kind is TaskKind.SIGN_OFF and (there is None or there.kind is not task.kind):
            there = spare.pop(0) if spare else None
            if there is None:
                yield WeakenedGate(kind="removed", what=f"{_sign_off(was)} is removed")
                continue
        if there is None:
            continue
        if task.required is True and there.required is not True:
            said = words.quote(str(there.required), 80)
            when = "never" if there.required is False else f"only if {said}"
            what = f"“{words.quote(there.name)}” is required {when}"
            yield WeakenedGate(kind="required", what=what)
        if task.kind is TaskKind.SIGN_OFF:
            yield from _of_approvals(
                words.quote(now.name), task.approvals or Approvals(), there.approvals or Approvals()
            )


def _of_approvals(name: str, was: Approvals, now: Approvals) -> Iterator[WeakenedGate]:
    if _is_fewer(was, now):
        what = f"“{name}” needs {_quorum(now)} instead of {_quorum(was)}"
        yield WeakenedGate(kind="quorum", what=what)
    then, today = ({role_key(one): one for one in each.from_} for each in (was, now))
    new = [one for key, one in today.items() if key not in then]
    gone = [one for key, one in then.items() if key not in today]
    if then and (new or gone):
        parts = [f"{_people(new)} may sign"] if new else []
        parts += [f"{_people(gone)} may not any more"] if gone else []
        said = " and ".join(parts)
        yield WeakenedGate(kind="signers", what=f"who signs “{name}” changes: {said}")
    if was.order == "sequential" and now.order != "sequential":
        yield WeakenedGate(kind="order", what=f"“{name}” is signed in any order")
    if "starter" in was.exclude and "starter" not in now.exclude:
        what = f"whoever starts the release may sign “{name}”"
        yield WeakenedGate(kind="starter", what=what)


def _is_fewer(was: Approvals, now: Approvals) -> bool:
    """True unless it is certain that as many must sign as before."""
    match was.needed, now.needed:
        case int(then), int(today):
            return today < then
        case (same, other) if same == other:
            return False
        case _, "all":
            return False
        case int(then), "majority":
            return then > 1
        case _:
            return True


def _bypassed(
    before: Process, after: Process, places: Mapping[ActivityRef, ActivityRef]
) -> Iterator[WeakenedGate]:
    """Work that waited for a sign-off and does not any more; sign-offs may change their order."""
    gates = [ref for ref, each in before.by_ref.items() if _gates(each) and ref in places]
    if not gates or _order(before) == _order(after):
        return
    then, today = order_of(before), order_of(after)
    for gate in gates:
        if not _gates(after.by_ref[places[gate]]):
            continue  # said already: it is no gate any more
        free = [
            after.by_ref[place].name
            for ref, place in places.items()
            if ref != gate
            and not _only_signed(after.by_ref[place])
            and then.ends_before(gate, ref)
            and not today.ends_before(places[gate], place)
        ]
        if free:
            waits = "does" if len(free) == 1 else "do"
            name = words.quote(after.by_ref[places[gate]].name)
            what = f"{_listed(free)} {waits} not wait for “{name}” any more"
            yield WeakenedGate(kind="bypassed", what=what)


def _order(process: Process) -> dict[str, tuple[str, ...]]:
    waits = {str(ref): each.depends_on for ref, each in process.by_ref.items()}
    return {**waits, **{phase.id: phase.depends_on for phase in process.phases}}


def _gates(activity: Activity) -> list[TaskSpec]:
    return [each for each in activity.tasks if each.kind is TaskKind.SIGN_OFF]


def _only_signed(activity: Activity) -> bool:
    return bool(activity.tasks) and len(_gates(activity)) == len(activity.tasks)


def _asks_anybody(phase: Phase) -> bool:
    return any(_gates(each) for each in phase.activities)


def _sign_off(activity: Activity) -> str:
    signers = [one for each in _gates(activity) for one in each.people()]
    by = f" by {_people(signers)}" if signers else ""
    return f"the sign-off “{words.quote(activity.name)}”{by}"


def _quorum(approvals: Approvals) -> str:
    match approvals.needed:
        case int(number):
            return words.count(number, "approval")
        case "majority":
            return "a majority"
        case _:
            return "everybody’s approval"


def _people(named: Sequence[str]) -> str:
    return words.listed(words.person(words.quote(each)) for each in dict.fromkeys(named))


def _listed(named: Sequence[str]) -> str:
    shown_names = [f"“{words.quote(each, 80)}”" for each in named[:_NAMED]]
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return words.listed([*shown_names, *more])
