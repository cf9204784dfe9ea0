"""Which activity somebody means by what they typed: its name, its id or its place, forgivingly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from orchestration.execution.state.plan import Plan
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef

_MOST_WORDS = 12
_CLOSE = 0.75
_SAYS_NOTHING = frozenset({"a", "an", "and", "for", "in", "is", "it", "of", "on", "the", "to"})


class Meant(NamedTuple):
    """One activity where it is clear; several where it is not; none where nothing is like it."""

    refs: tuple[ActivityRef, ...]
    rest: str
    """What follows the name: the reason, where one was typed."""


def activity_meant(plan: Plan, said: str, among: Iterable[ActivityRef] | None = None) -> Meant:
    """The longest beginning of `said` that names an activity, or part of one's name.

    Where nothing begins with a name, all of it is the rest.
    """
    refs = list(plan.activities if among is None else among)
    words = said.split()[:_MOST_WORDS]
    names = {ref: _names(plan, ref) for ref in refs}
    for is_called in (_exactly, _in_part):
        for end in range(len(words), 0, -1):
            typed = _plain(" ".join(words[:end]))
            found = tuple(ref for ref in refs if typed and is_called(typed, names[ref]))
            if found:
                return Meant(found, _after(said, end))
    return _like(words, said, names)


def _names(plan: Plan, ref: ActivityRef) -> tuple[str, ...]:
    name, phase = plan.activities[ref].name, plan.name_of(phase_of(ref))
    return tuple(map(_plain, (name, ref.partition(".")[2], ref, f"{phase} {name}")))


def _exactly(typed: str, names: tuple[str, ...]) -> bool:
    return typed in names


def _in_part(typed: str, names: tuple[str, ...]) -> bool:
    """Whole words of the name that say something: `deploy` of *Deploy EU*, not `the`."""
    says = set(typed.split()) - _SAYS_NOTHING
    return bool(says) and any(f" {typed} " in f" {name} " for name in names)


def _like(words: list[str], said: str, names: dict[ActivityRef, tuple[str, ...]]) -> Meant:
    """A name that was misspelt: the closest one, as the first words or as all of them."""
    known = {name: ref for ref, each in names.items() for name in each}
    for end in range(len(words), 0, -1):
        typed = _plain(" ".join(words[:end]))
        close = get_close_matches(typed, known, n=1, cutoff=_CLOSE)
        if close:
            return Meant((known[close[0]],), _after(said, end))
    return Meant((), said.strip())


def _after(said: str, words: int) -> str:
    rest = said.split(maxsplit=words)[words:]
    return rest[0].lstrip(":,-– ").strip() if rest else ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", text.casefold()).split())
