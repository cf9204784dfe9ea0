"""Which part of one process is which part of another: by id, then by place, then by similarity.

Never by position: a part that only stands elsewhere is the same part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from orchestration.processes.model import Activity, Process
from orchestration.values import ActivityRef, name_key

ALIKE = 80
"""Percent: `Security review` and `Security review (second)`, but not `Deploy EU` and `Build`."""
_MOST_COMPARED = 200
"""Parts that are left over on a side, beyond which names are compared only for being equal."""


def same_activities(was: Process, now: Process) -> dict[ActivityRef, ActivityRef]:
    """Where each activity of `was` is in `now`, as far as it is there at all."""
    found = {ref: ref for ref in was.by_ref if ref in now.by_ref}
    by_id: dict[str, list[ActivityRef]] = {}
    for ref in now.by_ref:
        if ref not in found:
            by_id.setdefault(_id(ref), []).append(ref)
    for ref in was.by_ref:
        homes = by_id.get(_id(ref), [])
        if ref not in found and len(homes) == 1:
            found[ref] = homes.pop()
    arrived = set(found.values())
    left = {ref: each for ref, each in was.by_ref.items() if ref not in found}
    new = {ref: each for ref, each in now.by_ref.items() if ref not in arrived}
    return {**found, **_by_name(left, new)}


def alike(one: str, other: str) -> float:
    """How similar two names are, in percent, whatever their case and their marks."""
    return fuzz.token_sort_ratio(name_key(one), name_key(other))


def _by_name(
    left: Mapping[ActivityRef, Activity], new: Mapping[ActivityRef, Activity]
) -> dict[ActivityRef, ActivityRef]:
    """The most similar pairs first; each part once."""
    if len(left) > _MOST_COMPARED or len(new) > _MOST_COMPARED:
        keys = {name_key(each.name): ref for ref, each in new.items()}
        return _once((100.0, ref, keys.get(name_key(each.name))) for ref, each in left.items())
    return _once(
        (alike(each.name, other.name), ref, place)
        for ref, each in left.items()
        for place, other in new.items()
    )


def _once(
    pairs: Iterable[tuple[float, ActivityRef, ActivityRef | None]],
) -> dict[ActivityRef, ActivityRef]:
    found: dict[ActivityRef, ActivityRef] = {}
    taken: set[ActivityRef] = set()
    for score, ref, place in sorted(pairs, key=lambda each: -each[0]):
        if place is None or score < ALIKE or ref in found or place in taken:
            continue
        found[ref] = place
        taken.add(place)
    return found


def _id(ref: ActivityRef) -> str:
    return ref.partition(".")[2]
