"""What waits for what: it exists, nothing goes round in a circle, everything can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from orchestration.processes.checks.layers import (
    Layers,
    ended,
    layers_of,
    phase_end,
    phase_start,
)
from orchestration.processes.checks.problems import (
    At,
    Problem,
    activities_of,
    phases_of,
)
from orchestration.processes.code.faults import nearest
from orchestration.processes.model import Process, full_ref, ref_of
from orchestration.values import ActivityRef

MOST_GUESSES = 20
"""How many of those that wait for nothing known are told what is spelled nearly so."""
MOST_CYCLES = 5
"""How many circles are spelled out at once; mending these shows the rest."""


def of_dependencies(process: Process) -> Iterator[Problem]:
    """Dependencies on what is not there, the first of them with what may have been meant."""
    phases = {phase.id for phase in process.phases}
    guesses = iter(range(MOST_GUESSES))
    for at, phase in phases_of(process):
        siblings = {each.id for each in phase.activities}
        for n, wanted in enumerate(phase.depends_on):
            if wanted not in phases:
                yield _unknown(at, wanted, n, phases if next(guesses, None) is not None else ())
        for m, activity in enumerate(phase.activities):
            for n, wanted in enumerate(activity.depends_on):
                if wanted not in siblings and full_ref(phase.id, wanted) not in process.by_ref:
                    there = at.inside(activity.name, "activities", m)
                    known = siblings if next(guesses, None) is not None else ()
                    yield _unknown(there, wanted, n, known)


def _unknown(at: At, wanted: str, n: int, known: Collection[str]) -> Problem:
    return at.problem(
        f"waits for “{wanted}”, which does not exist.",
        nearest(wanted, known).strip() or "Choose what it waits for again.",
        "depends-on",
        n,
    )


@dataclass(frozen=True)
class Order:
    """Who waits for whom: phases for phases, activities for activities and for phases before.

    Most processes are layered: activities wait for siblings alone, and nothing goes round in a
    circle. What has ended before what is then a matter of phases, or of one phase.
    """

    process: Process

    def ends_before(self, first: str, later: str) -> bool:
        """True when `first` has ended whenever `later` starts; true in a circle, told elsewhere."""
        if self.layers is not None:
            return self.layers.ends_before(first, later)
        bits, before = self._ended
        if first not in bits or later not in before:
            return True
        return bool(before[later] & bits[first])

    @cached_property
    def layers(self) -> Layers | None:
        """None where the process is not layered."""
        return layers_of(self.process)

    @cached_property
    def names(self) -> dict[str, str]:
        """What people call each phase and activity, by node."""
        return {node: at.place for node, at in self.places.items()}

    @cached_property
    def places(self) -> dict[str, At]:
        """Each phase and activity, by node."""
        places = {phase_end(phase.id): at for at, phase in phases_of(self.process)}
        for at, phase, activity in activities_of(self.process):
            places[ref_of(phase.id, activity.id)] = at
        return places

    def says_when(self, node: str) -> bool:
        """True where `depends-on` of it says what it waits for, and not only its phase does."""
        phase = self.process.phases_by_id.get(node.removeprefix("phase "))
        said = phase or self.process.by_ref.get(ActivityRef(node))
        return bool(said and said.depends_on)

    @cached_property
    def waits(self) -> dict[str, list[str]]:
        """By node: a phase's start and end, and each activity."""
        waits: dict[str, list[str]] = {}
        for phase in self.process.phases:
            start, end = phase_start(phase.id), phase_end(phase.id)
            waits[start] = [phase_end(each) for each in phase.depends_on]
            waits[end] = [start]
        for phase, activity in self.process.activities():
            ref = ref_of(phase.id, activity.id)
            wanted = [full_ref(phase.id, each) for each in activity.depends_on]
            waits[ref] = [phase_start(phase.id), *wanted]
            waits[phase_end(phase.id)].append(ref)
        return waits

    @cached_property
    def _ended(self) -> tuple[dict[str, int], dict[str, int]]:
        """A bit for each node, and per node those of all that has ended when it starts.

        Both are empty where something goes round in a circle.
        """
        try:
            return ended(self.waits)
        except CycleError:
            return {}, {}


def order_of(process: Process) -> Order:
    return Order(process)


def of_circles(order: Order) -> Iterator[Problem]:
    """Each circle spelled out, and what can never start because it waits for one."""
    if order.layers is not None:
        return
    waits = dict(order.waits)
    ringed: set[str] = set()
    for _ in range(MOST_CYCLES):
        ring = _cycle_in(waits)
        if not ring:
            break
        shown = [each for each in ring if each in order.names]
        names = [order.names[each] for each in (*shown, shown[0])]
        first = next(filter(order.says_when, shown), shown[0])
        yield At("Order", order.places[first].path).problem(
            f"goes round in a circle: {' waits for '.join(names)}.",
            "Remove one of these dependencies.",
            "depends-on",
        )
        ringed.update(ring)
        for each in ring:
            waits.pop(each, None)
    else:
        return
    yield from _of_unreachable(order, ringed)


def _of_unreachable(order: Order, ringed: set[str]) -> Iterator[Problem]:
    """Phases outside a circle that wait for one."""
    if not ringed:
        return
    stuck = set(ringed)
    found: list[tuple[str, str]] = []
    queue = list(ringed)
    after: dict[str, list[str]] = {}
    for each, wanted in order.waits.items():
        for one in wanted:
            after.setdefault(one, []).append(each)
    while queue:
        blocker = queue.pop()
        for each in after.get(blocker, ()):
            if each not in stuck:
                stuck.add(each)
                queue.append(each)
                found.append((each, blocker))
    starts = {phase_start(each.removeprefix("phase ")): each for each in order.names}
    for node, _ in found:
        phase = starts.get(node)
        if phase and phase not in ringed:
            yield order.places[phase].problem(
                "can never start: what it waits for goes round in a circle.",
                "Mend the circle first.",
                "depends-on",
            )


def _cycle_in(waits: Mapping[str, list[str]]) -> list[str]:
    """Some nodes, each of which waits for the next and the last for the first."""
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[:0:-1]
    return []
