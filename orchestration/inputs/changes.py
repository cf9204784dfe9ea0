"""What changed from one revision of a set to the next, in words: places and names, no values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from orchestration.inputs.model import links_of
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.model import ref_of

InputSet: TypeAlias = ProcessInputSet | ActivityInputSet
_SAID = 5


def what_changed(was: InputSet | None, now: InputSet) -> str:
    """`made it`; `changed version and region of deploy.eu, and linked deploy.us to prod`."""
    if was is None:
        return "made it"
    found = list(_changes(was, now))
    more = [f"{len(found) - _SAID} more"] if len(found) > _SAID else []
    return ", ".join([*found[:_SAID], *more]) or "changed nothing"


def _changes(was: InputSet, now: InputSet) -> Iterator[str]:
    if was.name != now.name:
        yield f"renamed it to “{now.name}”"
    if was.description != now.description:
        yield "changed its description"
    if isinstance(was, ActivityInputSet) and isinstance(now, ActivityInputSet):
        if was.activity != now.activity:
            yield f"made it one for {now.activity}"
    elif isinstance(was, ProcessInputSet) and isinstance(now, ProcessInputSet):
        yield from _links(was, now)
    before, after = _values(was), _values(now)
    for key in [*before, *(each for each in after if each not in before)]:
        if before.get(key) == after.get(key) and (key in before) == (key in after):
            continue
        verb = "took out" if key not in after else "changed" if key in before else "set"
        place, name = key
        yield f"{verb} {name}{f' of {place}' if place else ''}"


def _links(was: ProcessInputSet, now: ProcessInputSet) -> Iterator[str]:
    before = {each.place: each.linked for each in links_of(was)}
    after = {each.place: each.linked for each in links_of(now)}
    for place in [*before, *(each for each in after if each not in before)]:
        if before.get(place) != after.get(place):
            yield f"linked {place} to {after[place]}" if place in after else f"unlinked {place}"


def _values(said: InputSet) -> dict[tuple[str, str], JsonValue]:
    """By place and name."""
    found: dict[tuple[str, str], JsonValue] = {
        ("", name): each for name, each in said.inputs.items()
    }
    for phase in said.phases if isinstance(said, ProcessInputSet) else ():
        found.update({(phase.id, name): each for name, each in phase.inputs.items()})
        for activity in phase.activities:
            place = ref_of(phase.id, activity.id)
            found.update({(place, name): each for name, each in activity.inputs.items()})
    return found
