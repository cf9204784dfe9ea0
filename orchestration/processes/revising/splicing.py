"""Putting a phase or an activity somewhere else, so that the order around it is what people mean.

In a row of steps, a step that goes behind another stands between that one and what waited for it,
and what waited for the step waits for what the step waited for. A step beside another begins and
is waited for as that one is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, Self, TypeVar

from orchestration.processes.revising.changes import How


class Ordered(Protocol):
    """A phase or an activity, as far as its order is concerned."""

    @property
    def id(self) -> str: ...

    @property
    def depends_on(self) -> tuple[str, ...]: ...

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> Self: ...


Part = TypeVar("Part", bound=Ordered)


def lifted(parts: Sequence[Part], gone: Part) -> tuple[Part, ...]:
    """Without it; what waited for it waits for what it waited for."""
    return tuple(
        _waiting(each, _instead(each.depends_on, gone.id, gone.depends_on))
        for each in parts
        if each.id != gone.id
    )


def placed(parts: Sequence[Part], new: Part, how: How, at: str) -> tuple[Part, ...]:
    """With it behind, before or beside the sibling `at`, or first or last of all."""
    match how:
        case "first":
            roots = {each.id for each in parts if not _among(each.depends_on, parts)}
            rest = _each(parts, lambda one: one.id in roots, lambda one: (*one.depends_on, new.id))
            return (_in_order(new, ()), *rest)
        case "last":
            awaited = {wanted for each in parts for wanted in each.depends_on}
            ends = [each.id for each in parts if each.id not in awaited]
            return (*parts, _in_order(new, ends))
        case "after":
            rest = _each(
                parts,
                lambda one: at in one.depends_on,
                lambda one: _instead(one.depends_on, at, (new.id,)),
            )
            return _behind(rest, _in_order(new, (at,)), at)
        case "before":
            anchor = next(each for each in parts if each.id == at)
            siblings = _among(anchor.depends_on, parts)
            others = tuple(each for each in anchor.depends_on if each not in siblings)
            rest = _each(parts, lambda one: one.id == at, lambda _: (*others, new.id))
            n = next(n for n, each in enumerate(rest) if each.id == at)
            return (*rest[:n], _in_order(new, siblings), *rest[n:])
        case "beside":
            anchor = next(each for each in parts if each.id == at)
            siblings = _among(anchor.depends_on, parts)
            rest = _each(
                parts,
                lambda one: at in one.depends_on,
                lambda one: _instead(one.depends_on, at, (at, new.id)),
            )
            return _behind(rest, _in_order(new, siblings), at)


def _in_order(part: Part, siblings: Iterable[str]) -> Part:
    """Waiting for these siblings, and for what it waited for in other phases."""
    elsewhere = [each for each in part.depends_on if "." in each]
    return _waiting(part, (*siblings, *elsewhere))


def _behind(parts: Sequence[Part], new: Part, at: str) -> tuple[Part, ...]:
    n = next(n for n, each in enumerate(parts, 1) if each.id == at)
    return (*parts[:n], new, *parts[n:])


def _each(
    parts: Sequence[Part], which: Callable[[Part], bool], waits: Callable[[Part], Iterable[str]]
) -> tuple[Part, ...]:
    return tuple(_waiting(each, waits(each)) if which(each) else each for each in parts)


def _among(wanted: Iterable[str], parts: Sequence[Part]) -> tuple[str, ...]:
    there = {each.id for each in parts}
    return tuple(each for each in wanted if each in there)


def _instead(wanted: Iterable[str], of: str, these: Iterable[str]) -> tuple[str, ...]:
    found = [one for each in wanted for one in (tuple(these) if each == of else (each,))]
    return tuple(dict.fromkeys(found))


def _waiting(part: Part, wanted: Iterable[str]) -> Part:
    now = tuple(dict.fromkeys(each for each in wanted if each != part.id))
    return part.model_copy(update={"depends_on": now})
