"""A process in layers: phases wait for phases, activities for siblings; nothing goes in a circle.

What ends before what is found per phase then, in memory that one phase needs: a process of 10,000
activities costs ten times one of 1,000.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from orchestration.processes.model import Phase, Process

Node = TypeVar("Node", bound=Hashable)


def phase_start(phase_id: str) -> str:
    return f"phase {phase_id} start"


def phase_end(phase_id: str) -> str:
    return f"phase {phase_id}"


def ended(waits: Mapping[Node, Sequence[Node]]) -> tuple[dict[Node, int], dict[Node, int]]:
    """A bit for each, and for each those of all that has ended when it starts.

    Raises `CycleError`.
    """
    order = list(TopologicalSorter(waits).static_order())
    bits = {each: 1 << n for n, each in enumerate(order)}
    before: dict[Node, int] = {}
    for each in order:
        all_of_them = 0
        for one in waits.get(each, ()):
            all_of_them |= before[one] | bits[one]
        before[each] = all_of_them
    return bits, before


@dataclass(frozen=True, slots=True)
class Layers:
    phases: tuple[dict[str, int], dict[str, int]]
    """A bit for each phase, and those of all phases before it."""
    within: dict[str, tuple[dict[str, int], dict[str, int]]] = field(default_factory=dict)
    """The same of each phase's activities."""

    def ends_before(self, first: str, later: str) -> bool:
        """Of nodes: phases' starts and ends, and activities; true of what is not there."""
        (home, one), (place, other) = _placed(first), _placed(later)
        bits, before = self.phases
        if home not in bits or place not in bits:
            return True
        if home != place:
            return bool(before[place] & bits[home])
        if one is None or other is None:
            return _in_one_phase(first, later)
        inner_bits, inner_before = self.within[home]
        if one not in inner_bits or other not in inner_before:
            return True
        return bool(inner_before[other] & inner_bits[one])


def _placed(node: str) -> tuple[str, str | None]:
    """The phase, and of an activity its id."""
    if node.startswith("phase "):
        return node.removeprefix("phase ").removesuffix(" start"), None
    phase, _, activity = node.partition(".")
    return phase, activity


def _in_one_phase(first: str, later: str) -> bool:
    """Where one of them is the phase itself: its start is before all, its end after all."""
    is_start = first.startswith("phase ") and first.endswith(" start")
    is_end = later.startswith("phase ") and not later.endswith(" start")
    return first != later and (is_start or is_end)


def layers_of(process: Process) -> Layers | None:
    """None where an activity waits for one of another phase, an id stands twice or is none, or
    something goes round in a circle.
    """
    waits = {phase.id: phase.depends_on for phase in process.phases}
    if len(waits) < len(process.phases) or any("." in each or " " in each for each in waits):
        return None
    try:
        layers = Layers(ended(waits))
        for phase in process.phases:
            siblings = _siblings(phase)
            if siblings is None:
                return None
            layers.within[phase.id] = ended(siblings)
    except CycleError:
        return None
    return layers


def _siblings(phase: Phase) -> dict[str, Sequence[str]] | None:
    """Who waits for whom in a phase; None where that is not all."""
    waits: dict[str, Sequence[str]] = {}
    for each in phase.activities:
        wanted: Sequence[str] = each.depends_on
        if any("." in one for one in wanted):
            if any("." in one and one.partition(".")[0] != phase.id for one in wanted):
                return None
            wanted = [one.partition(".")[2] if "." in one else one for one in wanted]
        waits[each.id] = wanted
    return waits if len(waits) == len(phase.activities) else None
