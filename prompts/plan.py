"""A model's answer with its numbers looked up: what waits for what, and which order is a circle.

A phase begins after the phases it waits for have ended, and ends after all its activities; so an
order can run in a circle through phases and activities together.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from prompts.answer import Answer, AnsweredActivity, AnsweredPhase

Node = tuple[str, int]
"""`activity`, or the `begin` or `end` of a phase, and its position."""
_SINGLE_CUTS = 20


@dataclass(slots=True)
class Plan:
    """Lists by position: `waits[i]` holds the positions of the activities that `i` waits for."""

    phases: list[AnsweredPhase]
    activities: list[AnsweredActivity]
    phase_of: list[int]
    waits: list[list[int]]
    phase_waits: list[list[int]]
    wrong: list[str]
    """What in the answer refers to nothing, for the model."""
    lost: list[str]
    """Names of activities and phases that wait for something that is not there."""


def plan_of(answer: Answer) -> Plan:
    phases = answer.phases or [
        AnsweredPhase(n=1, name=answer.process_name, owner="", when="", after=[])
    ]
    plan = Plan(phases, answer.activities, [], [], [], [], [])
    phase_at = _places([each.n for each in phases], "phase", plan.wrong)
    activity_at = _places([each.n for each in answer.activities], "activity", plan.wrong)
    for at, phase in enumerate(phases):
        plan.phase_waits.append(_found(plan, "phase", phase, at, phase_at))
    last = 0
    for at, activity in enumerate(answer.activities):
        if answer.phases and activity.phase not in phase_at:
            plan.wrong.append(f"activity {activity.n} is in phase {activity.phase}: there is none")
        last = phase_at.get(activity.phase, last)
        plan.phase_of.append(last)
        plan.waits.append(_found(plan, "activity", activity, at, activity_at))
    return plan


def _places(numbers: list[int], what: str, wrong: list[str]) -> dict[int, int]:
    found: dict[int, int] = {}
    for at, n in enumerate(numbers):
        if n in found:
            wrong.append(f"two entries are {what} {n}: each needs a number of its own")
        found.setdefault(n, at)
    return found


def _found(
    plan: Plan,
    what: str,
    entry: AnsweredActivity | AnsweredPhase,
    at: int,
    places: dict[int, int],
) -> list[int]:
    waits: dict[int, None] = {}
    for n in entry.after:
        place = places.get(n)
        if place is None or place == at:
            fault = "that is itself" if place == at else f"there is no {what} {n}"
            plan.wrong.append(f"{what} {entry.n} waits for {what} {n}: {fault}")
            if place is None:
                plan.lost.append(entry.name)
        else:
            waits[place] = None
    return list(waits)


def circle_in(plan: Plan) -> list[Node]:
    """One circle, each node waited for by the next; empty where the order can be kept."""
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    for at, waits in enumerate(plan.phase_waits):
        sorter.add(("begin", at), *(("end", each) for each in waits))
        sorter.add(("end", at), ("begin", at))
    for at, waits in enumerate(plan.waits):
        sorter.add(
            ("activity", at),
            ("begin", plan.phase_of[at]),
            *(("activity", each) for each in waits),
        )
        sorter.add(("end", plan.phase_of[at]), ("activity", at))
    try:
        sorter.prepare()
    except CycleError as error:
        circle: list[Node] = error.args[1]
        return circle
    return []


def names_of(plan: Plan, circle: list[Node]) -> list[str]:
    """A circle in names, phases and activities as they follow one another."""
    named = [
        plan.activities[at].name if kind == "activity" else plan.phases[at].name
        for kind, at in circle
    ]
    return [each for i, each in enumerate(named) if i == 0 or each != named[i - 1]]


def cut_circles(plan: Plan) -> list[list[str]]:
    """Drop what makes the order run in a circle; each circle by names, for people to decide.

    Of a circle the reference that points furthest down the list goes: documents are written in
    the order they are done. An answer that is nothing but circles keeps its listed order only.
    """
    said: list[list[str]] = []
    while circle := circle_in(plan):
        said.append(names_of(plan, circle))
        if len(said) > _SINGLE_CUTS:
            _keep_backward_only(plan)
            return said[:_SINGLE_CUTS]
        _drop_one(plan, circle)
    return said


def _drop_one(plan: Plan, circle: list[Node]) -> None:
    droppable = [
        (waited - waiting, kind, waited, waiting)
        for (_, waited), (kind, waiting) in _droppable(circle)
    ]
    _, kind, waited, waiting = max(droppable)
    waits = plan.waits if kind == "activity" else plan.phase_waits
    waits[waiting].remove(waited)


def _droppable(circle: list[Node]) -> list[tuple[Node, Node]]:
    return [
        (waited, waiting)
        for waited, waiting in pairwise(circle)
        if (waited[0], waiting[0]) in (("activity", "activity"), ("end", "begin"))
    ]


def _keep_backward_only(plan: Plan) -> None:
    plan.phase_waits = [[w for w in waits if w < at] for at, waits in enumerate(plan.phase_waits)]
    plan.waits = [
        [w for w in waits if w < at and plan.phase_of[w] == plan.phase_of[at]]
        for at, waits in enumerate(plan.waits)
    ]
