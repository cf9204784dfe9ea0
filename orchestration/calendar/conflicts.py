"""Conflicts: what gets in a release's way at its time. Found by one walk along the time line."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from orchestration.calendar.limits import ANY, Limits, Shared, shared_by
from orchestration.calendar.span import Span, is_planned, planned_for, span_of
from orchestration.freezes.holding import Held, freezes_at
from orchestration.freezes.model import Freeze
from orchestration.releases.model import AllowedConflict, Release
from orchestration.values import FreezeId, Frozen, ReleaseId


class ConflictKind(StrEnum):
    SHARED = "shared"
    """Two that overlap have something in common."""
    TOO_MANY = "too_many"
    """More at once than a limit lets."""
    FROZEN = "frozen"


class FrozenTime(Frozen):
    """One window of a freeze, as conflicts name it."""

    id: FreezeId
    name: str
    begins: datetime
    ends: datetime
    blocks: bool = True
    """Nothing starts in it; else it only warns."""


class Conflict(Frozen):
    """What is in the way of one release."""

    key: str
    """The same seen from each of its releases; another one as soon as one of them is moved."""
    kind: ConflictKind
    shared: tuple[Shared, ...] = ()
    others: tuple[ReleaseId, ...] = ()
    most: int = 1
    freeze: FrozenTime | None = None
    allowed: AllowedConflict | None = None
    """By whom it was allowed, with a reason."""


Conflicts = Mapping[ReleaseId, tuple[Conflict, ...]]


def conflicts_of(
    release: Release,
    others: Iterable[Release],
    freezes: Iterable[Freeze] = (),
    limits: Limits | None = None,
    *,
    now: datetime,
) -> tuple[Conflict, ...]:
    """What is in the way of one release among others, whichever of them it is stored as."""
    own = span_of(release, now)
    near = [
        each
        for each in others
        if each.id != release.id and is_planned(each) and span_of(each, now).overlaps(own)
    ]
    among = conflicts_among([release, *near], freezes, limits, now=now)
    return among.get(release.id, ())


def conflicts_among(
    releases: Iterable[Release],
    freezes: Iterable[Freeze] = (),
    limits: Limits | None = None,
    *,
    now: datetime,
) -> Conflicts:
    """By release, what is in its way; those without conflicts are left out.

    Releases are taken in the order of their beginnings, and beside each thing they can share lie
    only those that are there at that moment: nobody compares all with all.
    """
    there = {each.id: each for each in releases if is_planned(each)}
    found = _Overlaps(there, limits or Limits())
    spans = {each.id: span_of(each, now) for each in there.values()}
    for each in sorted(there.values(), key=lambda each: (spans[each.id].begins, each.id)):
        found.add(each, spans[each.id])
    conflicts = found.conflicts()
    freezes = list(freezes)
    for each in there.values():
        held = freezes_at(freezes, each, *spans[each.id]) if freezes else ()
        conflicts[each.id] += [_frozen(each, of) for of in held]
    allowed = {one.key: one for each in there.values() for one in each.allowed}
    return {
        release_id: tuple(_as_allowed(each, allowed) for each in those)
        for release_id, those in conflicts.items()
        if those
    }


class _Overlaps:
    """What the walk has seen: who is there at this moment, and who met whom over what."""

    def __init__(self, there: Mapping[ReleaseId, Release], limits: Limits) -> None:
        self._releases = there
        self._limits = {each.of: each.most for each in limits.each}
        self._there: dict[Shared, list[tuple[datetime, ReleaseId]]] = defaultdict(list)
        self._pairs: dict[tuple[ReleaseId, ReleaseId], list[Shared]] = defaultdict(list)
        self._crowds: dict[tuple[ReleaseId, Shared], set[ReleaseId]] = defaultdict(set)

    def add(self, release: Release, span: Span) -> None:
        for shared in shared_by(release):
            most = self._limits.get(shared, 1)
            if most == ANY:
                continue
            present = [each for each in self._there[shared] if each[0] > span.begins]
            if most == 1:
                for _, other in present:
                    self._pairs[other, release.id].append(shared)
            elif len(present) >= most:
                crowd = {*(other for _, other in present), release.id}
                for each in crowd:
                    self._crowds[each, shared] |= crowd - {each}
            self._there[shared] = [*present, (span.ends, release.id)]

    def conflicts(self) -> dict[ReleaseId, list[Conflict]]:
        found: dict[ReleaseId, list[Conflict]] = defaultdict(list)
        for (one, other), shared in self._pairs.items():
            key = self._key(ConflictKind.SHARED, (one, other), shared)
            for each, beside in ((one, other), (other, one)):
                found[each].append(
                    Conflict(
                        key=key, kind=ConflictKind.SHARED, shared=tuple(shared), others=(beside,)
                    )
                )
        for (each, of), others in self._crowds.items():
            found[each].append(
                Conflict(
                    key=self._key(ConflictKind.TOO_MANY, (each, *others), [of]),
                    kind=ConflictKind.TOO_MANY,
                    shared=(of,),
                    others=tuple(sorted(others)),
                    most=self._limits[of],
                )
            )
        return found

    def _key(self, kind: ConflictKind, those: Iterable[ReleaseId], shared: Iterable[Shared]) -> str:
        when = sorted(f"{each}@{planned_for(self._releases[each]).isoformat()}" for each in those)
        return _hashed(kind, *when, *sorted(each.said for each in shared))


def _frozen(release: Release, held: Held) -> Conflict:
    freeze, (begins, ends) = held.freeze, (held.window.begins, held.window.ends)
    when = f"{release.id}@{planned_for(release).isoformat()}"
    key = _hashed(ConflictKind.FROZEN, when, freeze.id, begins.isoformat())
    named = FrozenTime(
        id=freeze.id, name=freeze.name, begins=begins, ends=ends, blocks=freeze.effect.blocks
    )
    return Conflict(key=key, kind=ConflictKind.FROZEN, freeze=named)


def _hashed(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=9).hexdigest()


def _as_allowed(conflict: Conflict, allowed: Mapping[str, AllowedConflict]) -> Conflict:
    by = allowed.get(conflict.key)
    return conflict.model_copy(update={"allowed": by}) if by else conflict
