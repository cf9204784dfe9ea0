"""Who waits for ever: found by letting everybody go on who can.

A phase that waits has needs, and goes on once all of them are met. A need is met once enough of
those who keep it are out of the way; and one of these is out of the way once every phase that
keeps *it* back has gone on. Whoever is left when nobody can go on any more waits in a circle, or
behind one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from orchestration.values import ExecutionId


class WaitingPhase(NamedTuple):
    execution_id: ExecutionId
    phase: str


Keeper = frozenset[WaitingPhase]
"""The phases that have to go on before this one is out of the way; none where it needs nobody."""


class Need(NamedTuple):
    """What a phase waits for: one of its releases, or a place of one resource."""

    keepers: tuple[Keeper, ...]
    enough: int
    """So many of them have to be out of the way."""


Needs = Mapping[WaitingPhase, Sequence[Need]]


def stuck_in(needs: Needs) -> frozenset[WaitingPhase]:
    """Those that never go on by themselves, whatever else comes to its end."""
    left = set(needs)
    while free := {each for each in left if all(_met(need, left) for need in needs[each])}:
        left -= free
    return frozenset(left)


def _met(need: Need, left: set[WaitingPhase]) -> bool:
    return sum(each.isdisjoint(left) for each in need.keepers) >= need.enough


def circle_through(
    start: WaitingPhase, first: Sequence[Need], needs: Needs
) -> tuple[WaitingPhase, ...]:
    """The shortest way from it, by one of these needs, back to itself; none where there is none.

    Only through those that wait for ever: a place that others give back in time is no circle.
    """
    stuck = stuck_in(needs)
    if start not in stuck:
        return ()
    ways: deque[tuple[WaitingPhase, ...]] = deque([(start,)])
    seen = set[WaitingPhase]()
    while ways:
        way = ways.popleft()
        for each in _kept_by(first if len(way) == 1 else needs[way[-1]], stuck):
            if each == start:
                return way
            if each not in seen:
                seen.add(each)
                ways.append((*way, each))
    return ()


def _kept_by(wanted: Sequence[Need], stuck: frozenset[WaitingPhase]) -> list[WaitingPhase]:
    """In one order for everybody, so that each of a circle tells of the same one."""
    found = set[WaitingPhase]().union(*(keeper for need in wanted for keeper in need.keepers))
    return sorted(found & stuck)
