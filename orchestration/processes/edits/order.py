"""Removing and moving phases and activities, so that what waits for them still waits rightly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from orchestration.processes.edits.places import (
    Edited,
    activity_in,
    phase_in,
    with_phase,
    with_phases,
)
from orchestration.processes.model import Activity, Phase, Process, full_ref, ref_of
from orchestration.values import ActivityRef, Frozen

T = TypeVar("T", bound=Phase | Activity)


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


def place_of(edit: Move | Remove) -> str:
    """The id of the phase, or `phase.activity`."""
    return ref_of(edit.phase, edit.activity) if edit.activity else edit.phase


def removed(process: Process, edit: Remove) -> Edited:
    phase = phase_in(process, edit.phase)
    if edit.activity is None:
        left = tuple(_bridged_phase(each, phase) for each in process.phases if each.id != phase.id)
        return Edited(
            process=_bridged(with_phases(process, left), phase, phase.activities),
            what=f"removed the phase “{phase.name}”",
        )
    activity = activity_in(phase, edit.activity)
    kept = tuple(each for each in phase.activities if each.id != activity.id)
    smaller = with_phase(process, phase.model_copy(update={"activities": kept}))
    return Edited(process=_bridged(smaller, phase, (activity,)), what=f"removed “{activity.name}”")


def moved(process: Process, edit: Move) -> Edited:
    phase = phase_in(process, edit.phase)
    if edit.activity is None:
        phases = _shifted(process.phases, lambda each: each.id == phase.id, edit.by)
        return Edited(process=with_phases(process, phases), what=f"moved “{phase.name}”")
    activity = activity_in(phase, edit.activity)
    activities = _shifted(phase.activities, lambda each: each.id == activity.id, edit.by)
    return Edited(
        process=with_phase(process, phase.model_copy(update={"activities": activities})),
        what=f"moved “{activity.name}”",
    )


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

    return with_phases(
        process,
        tuple(
            each.model_copy(
                update={"activities": tuple(mended(each, inner) for inner in each.activities)}
            )
            for each in process.phases
        ),
    )


def _shifted(items: tuple[T, ...], chosen: Callable[[T], bool], by: int) -> tuple[T, ...]:
    every = list(items)
    at = next(i for i, each in enumerate(every) if chosen(each))
    to = min(max(at + by, 0), len(every) - 1)
    every.insert(to, every.pop(at))
    return tuple(every)
