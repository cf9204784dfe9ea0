"""Conflicts in words, as a page of the calendar, a digest or a card says them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from orchestration import words
from orchestration.calendar.conflicts import Conflict, ConflictKind
from orchestration.read_models.listing import Planned, Sees
from orchestration.releases.model import Release
from orchestration.values import ReleaseId

_SAID: Final = 8
"""Conflicts that are told one by one."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict as a digest or a card says it; a month has more of them than are ever said."""

    release: ReleaseId
    others: tuple[ReleaseId, ...]
    allowed: bool
    say: Callable[[], str]

    @property
    def text(self) -> str:
        return self.say()


def conflict_lines(
    there: Planned, releases: Iterable[Release], *, sees: Sees
) -> tuple[ConflictLine, ...]:
    """Those of these releases; one that several of them are in is told once."""
    known = {each.id: each for each in there.releases}
    told: dict[str, ConflictLine] = {}
    for release in sorted(releases, key=lambda each: (each.begins_at, each.id)):
        for conflict in there.conflicts.get(release.id, ()):
            if sees(release.process_id) and conflict.key not in told:
                others = [known[each] for each in conflict.others]
                told[conflict.key] = ConflictLine(
                    release=release.id,
                    others=conflict.others,
                    allowed=conflict.allowed is not None,
                    say=partial(said_of, conflict, release, others, of=there.of, sees=sees),
                )
    return tuple(told.values())


def said_of(
    conflict: Conflict,
    release: Release,
    others: Sequence[Release],
    *,
    of: Callable[[Release], str],
    sees: Sees,
) -> str:
    """`PAY-142 {t:…} and WEB-7 {t:…}: both service payments`; times are drawn by the view."""
    own = _named(release, of)
    if conflict.freeze is not None:
        does = "is frozen by" if conflict.freeze.blocks else "lies in"
        until = words.moment(conflict.freeze.ends)
        return f"{own} {does} {words.quote(conflict.freeze.name, 80)}, until {until}"
    named = [_named(each, of) if sees(each.process_id) else "another release" for each in others]
    shared = words.listed(each.said for each in conflict.shared)
    if conflict.kind is ConflictKind.TOO_MANY:
        there = words.listed([own, *named])
        return f"{there}: {len(others) + 1} at once with {shared}, {conflict.most} may be"
    return f"{own} and {words.listed(named)}: both {shared}"


def _named(release: Release, of: Callable[[Release], str]) -> str:
    name = release.reference or words.quote(of(release), 60)
    return f"{name} ({words.moment(release.begins_at)})"


def first_of(told: Sequence[ConflictLine]) -> tuple[str, ...]:
    more = len(told) - _SAID
    said = tuple(each.text for each in told[:_SAID])
    return (*said, f"and {more} more") if more > 0 else said
