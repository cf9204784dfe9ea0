"""A proposal as people decide about it: each change in words, with what it needs and touches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes.model import Process
from orchestration.processes.revising.applying import applied
from orchestration.processes.revising.authorship import (
    EVERYTHING,
    Fields,
    Mark,
    edited_fields,
    overwritten,
    same_places,
)
from orchestration.processes.revising.changes import (
    AddActivity,
    AddPhase,
    Change,
    MoveTo,
    Remove,
    adds,
    names,
)
from orchestration.processes.revising.gates import weakened_gates
from orchestration.processes.revising.identity import ALIKE, alike
from orchestration.processes.revising.revision import Revision
from orchestration.processes.revising.wording import consequences, said
from orchestration.values import Frozen


class Item(Frozen):
    """One change, to be taken or left."""

    number: int
    """From 1, as the card counts."""
    what: str
    """A sentence without its full stop, as `words` writes."""
    details: tuple[str, ...] = ()
    """What else it changes: who then waits for whom."""
    needs: tuple[int, ...] = ()
    """The numbers of those it cannot be taken without."""
    overwrites: tuple[str, ...] = ()
    """What a person wrote that it would change."""
    weakens: tuple[str, ...] = ()

    @property
    def is_offered_ticked(self) -> bool:
        return not self.overwrites


class Usable(NamedTuple):
    """Of changes that were asked for, those that can be made, one after another."""

    changes: tuple[Change, ...]
    refused: tuple[str, ...]
    """Why others cannot be."""
    idle: tuple[str, ...]
    """What others ask for that is so already."""


def usable(base: Process, changes: Sequence[Change]) -> Usable:
    revision, kept, refused, idle = Revision(base), list[Change](), list[str](), list[str]()
    for each in changes:
        try:
            what = said(revision, each)
            after = applied(revision, each)
        except Rejected as why:
            refused.append(str(why))
            continue
        if after.process == revision.process:
            idle.append(f"It is so already: {what}.")
            continue
        revision = after
        kept.append(each)
    return Usable(tuple(kept), tuple(dict.fromkeys(refused)), tuple(dict.fromkeys(idle)))


def items_of(
    base: Process, changes: Sequence[Change], marks: Sequence[Mark] = ()
) -> tuple[Item, ...]:
    """Every change as an item, in order; the changes are `usable`."""
    revision, found = Revision(base), list[Item]()
    places = {place: place for place in same_places(base, base)}
    for number, change in enumerate(changes, 1):
        after = applied(revision, change)
        moved = _moved_on(revision, after, change)
        touched = _touched(revision.process, after.process, moved)
        by_base = {base_at: touched[at] for base_at, at in places.items() if at in touched}
        found.append(
            Item(
                number=number,
                what=said(revision, change),
                details=consequences(revision, after, change),
                needs=_needs(changes[: number - 1], change),
                overwrites=tuple(
                    dict.fromkeys(
                        [
                            *(_wrote(each, base) for each in overwritten(marks, by_base)),
                            *_brought_back(marks, change),
                        ]
                    )
                ),
                weakens=tuple(
                    each.what for each in weakened_gates(revision.process, after.process)
                ),
            )
        )
        places = {base_at: moved[at] for base_at, at in places.items() if at in moved}
        revision = after
    return tuple(found)


def left_out(items: Sequence[Item], chosen: Collection[int]) -> tuple[tuple[Item, Item], ...]:
    """What was chosen without what it needs: each with what is missing."""
    by_number = {each.number: each for each in items}
    return tuple(
        (each, by_number[needed])
        for each in items
        if each.number in chosen
        for needed in each.needs
        if needed not in chosen
    )


def _moved_on(before: Revision, after: Revision, change: Change) -> dict[str, str]:
    """Where every part is after a change, by where it was: what was moved is known by its id."""
    there = same_places(before.process, after.process)
    if isinstance(change, MoveTo):
        there[before.now_at(change.of)] = after.now_at(change.of)
    return there


def _touched(before: Process, after: Process, moved: dict[str, str]) -> dict[str, Fields]:
    """Fields that a change touches, by the place before it."""
    fields = edited_fields(before, after)
    found = {at: fields[place] for at, place in moved.items() if place in fields}
    gone = {at for at in same_places(before, before) if at not in moved}
    return {**found, **dict.fromkeys(gone, frozenset({EVERYTHING}))}


def _needs(before: Sequence[Change], change: Change) -> tuple[int, ...]:
    wanted = set(names(change))
    needed = {n for n, each in enumerate(before, 1) if adds(each) and adds(each) in wanted}
    if isinstance(change, Remove) and "." not in change.of:
        needed |= {
            n
            for n, each in enumerate(before, 1)
            if isinstance(each, MoveTo) and each.of.startswith(f"{change.of}.")
        }
    return tuple(sorted(needed))


def _wrote(mark: Mark, base: Process) -> str:
    part = base.phases_by_id.get(mark.at) or next(
        (each for ref, each in base.by_ref.items() if ref == mark.at), None
    )
    name = f"“{words.quote(part.name)}”" if part else "it"
    return f"{words.person(mark.by)} edited {name} in this draft"


def _brought_back(marks: Iterable[Mark], change: Change) -> Iterable[str]:
    """What a person removed and a change adds again."""
    if not isinstance(change, AddPhase | AddActivity):
        return
    for each in marks:
        if each.removed and each.by_hand and alike(each.removed, change.name) >= ALIKE:
            yield f"{words.person(each.by)} removed “{words.quote(each.removed)}” from this draft"
