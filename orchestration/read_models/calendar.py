"""The calendar for one person: their releases and planned ones, conflicts and freezes of a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from orchestration import words
from orchestration.calendar.colours import colours_of
from orchestration.calendar.conflicts import Conflict, ConflictKind, Conflicts, conflicts_among
from orchestration.calendar.filters import CalendarAsked, Filters
from orchestration.calendar.page import CalendarPage, View
from orchestration.calendar.pages import Listed, build_page, window_of
from orchestration.calendar.planned import planned_in
from orchestration.calendar.span import ASSUMED, Span, span_of
from orchestration.calendar.weeks import first_weekday
from orchestration.calendar.window import Viewer
from orchestration.errors import Rejected
from orchestration.freezes.model import Freeze
from orchestration.groups.model import ReleaseGroup
from orchestration.people.working_time import zone_of
from orchestration.ports import Transaction
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import Frozen, ProcessId, ReleaseGroupId, ReleaseId, UserId, name_key

Sees = Callable[[ProcessId], bool]
_SAID: Final = 8
"""Conflicts that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything of a time, before anybody's filters; nobody looked for conflicts."""

    releases: Sequence[Release]
    """Also those that are not made yet."""
    unmade: frozenset[ReleaseId]
    freezes: Sequence[Freeze]
    names: Mapping[str, str]
    """Of groups and of processes, by their ids."""
    groups: Mapping[ReleaseGroupId, ReleaseGroup]

    def of(self, release: Release) -> str:
        """Its group's name, else its process's."""
        return self.names.get(release.group or release.process_id, release.process_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned(Listing):
    """The same, and what of it is in each other's way."""

    conflicts: Conflicts

    @property
    def clashing(self) -> frozenset[ReleaseId]:
        """Those that are in conflict with something that nobody allowed."""
        return frozenset(
            release
            for release, those in self.conflicts.items()
            if any(each.allowed is None for each in those)
        )


class ConflictLine(Frozen):
    """One conflict as a digest or a card says it."""

    release: ReleaseId
    others: tuple[ReleaseId, ...]
    text: str
    allowed: bool = False


def viewer_of(tx: Transaction, person: UserId) -> Viewer:
    """Their zone, and the first day of their week."""
    known = tx.directory.people([person]).get(person)
    if known is None:
        return Viewer()
    return Viewer(zone=zone_of(known).key, first_weekday=first_weekday(known.locale))


def planned_between(tx: Transaction, window: Span, now: datetime) -> Planned:
    """What is there, what is to come, and what of it is in each other's way."""
    there = listing_between(tx, window, now)
    limits = tx.calendars.limits()
    found = conflicts_among(there.releases, there.freezes, limits, now=now)
    return Planned(
        releases=there.releases,
        unmade=there.unmade,
        freezes=there.freezes,
        names=there.names,
        groups=there.groups,
        conflicts=found,
    )


def listing_between(tx: Transaction, window: Span, now: datetime) -> Listing:
    """The same without its conflicts: of a year, finding them takes longer than all the rest."""
    groups = tx.groups.list()
    made = [
        each
        for each in tx.releases.between(window.begins - ASSUMED, window.ends)
        if each.status is not ReleaseStatus.DRAFT
    ]
    known = {each.id for each in made}
    coming = [each for each in planned_in(groups, window, now) if each.id not in known]
    names: dict[str, str] = {each.id: each.name for each in tx.processes.list()}
    names |= {each.id: each.name for each in groups}
    return Listing(
        releases=[*made, *coming],
        unmade=frozenset(each.id for each in coming),
        freezes=tx.freezes.since(window.begins),
        names=names,
        groups={each.id: each for each in groups},
    )


def page_in(
    tx: Transaction, asked: CalendarAsked, *, viewer: Viewer, sees: Sees, now: datetime
) -> CalendarPage:
    """The page somebody asked for, of what they may look at."""
    window = window_of(asked.view, asked.day, viewer)
    there = planned_between(tx, window, now)
    shown = listed_in(there, asked.filters, sees=sees, now=now)
    told = conflict_lines(there, (each.release for each in shown), sees=sees)
    return build_page(
        asked.view,
        asked.day,
        shown,
        there.freezes,
        viewer=viewer,
        now=now,
        filtered=_filtered(tx, asked.filters),
        clashing=there.clashing,
        conflicts=_first([each.text for each in told if not each.allowed]),
    )


def coming_week(tx: Transaction, person: UserId, *, sees: Sees, now: datetime) -> CalendarPage:
    """Seven days from their own today on, whatever day of the week that is."""
    viewer = viewer_of(tx, person)
    today = now.astimezone(ZoneInfo(viewer.zone)).date()
    from_today = viewer.model_copy(update={"first_weekday": today.weekday()})
    asked = CalendarAsked(view=View.WEEK, day=today)
    return page_in(tx, asked, viewer=from_today, sees=sees, now=now)


def listed_in(there: Listing, filters: Filters, *, sees: Sees, now: datetime) -> list[Listed]:
    """Of all that is there, what somebody may look at and asked for.

    Raises `Rejected` for a filter by a group or process that is not there.
    """
    colours = _colours(there)
    wanted = _wanted(there, filters, sees)
    listed = (
        Listed(
            release=each,
            span=span_of(each, now),
            of=there.of(each),
            colour=each.colour or colours[there.of(each)],
            planned=each.id in there.unmade,
        )
        for each in there.releases
        if sees(each.process_id)
    )
    return [each for each in listed if wanted(each)]


def conflicts_between(
    tx: Transaction, begins: datetime, ends: datetime, *, sees: Sees, now: datetime
) -> tuple[ConflictLine, ...]:
    """Every conflict of that time once, earliest first, in words."""
    there = planned_between(tx, Span(begins, ends), now)
    return conflict_lines(there, there.releases, sees=sees)


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
                    text=said_of(conflict, release, others, of=there.of, sees=sees),
                    allowed=conflict.allowed is not None,
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


def _colours(there: Listing) -> dict[str, str]:
    chosen = {there.of(each): "" for each in there.releases}
    chosen |= dict.fromkeys((each.name for each in there.groups.values()), "")
    chosen |= {each.name: each.colour for each in there.groups.values() if each.colour}
    return colours_of(chosen)


def _first(told: Sequence[str]) -> tuple[str, ...]:
    if len(told) <= _SAID:
        return tuple(told)
    return (*told[:_SAID], f"and {len(told) - _SAID} more")


def _wanted(there: Listing, filters: Filters, sees: Sees) -> Callable[[Listed], bool]:
    """A name of what somebody may not look at is one that there is none of."""
    seen: dict[str, str] = {
        each.id: each.name for each in there.groups.values() if sees(each.process_id)
    }
    groups = _ids(filters.group, seen, "group")
    processes = {
        key: name
        for key, name in there.names.items()
        if key not in there.groups and sees(ProcessId(key))
    }
    of = _ids(filters.process, processes, "process")
    named = {
        "tag": {name_key(each) for each in filters.tag},
        "team": {name_key(each) for each in filters.team},
        "service": {name_key(each) for each in filters.service},
        "environment": {name_key(each) for each in filters.environment},
    }

    def wanted(each: Listed) -> bool:
        release = each.release
        has = {
            "tag": release.tags,
            "team": (release.team,),
            "service": release.services,
            "environment": release.environments,
        }
        return (
            (not filters.group or release.group in groups)
            and (not filters.process or release.process_id in of)
            and (not filters.owner or release.owner in filters.owner)
            and (not filters.status or each.state in filters.status)
            and all(
                not those or not those.isdisjoint(map(name_key, has[kind]))
                for kind, those in named.items()
            )
        )

    return wanted


def _ids(wanted: Iterable[str], known: Mapping[str, str], what: str) -> set[str]:
    """By id or name, or a part of the name; raises `Rejected` for one that nothing has."""
    found: set[str] = set()
    for each in wanted:
        key = name_key(each)
        exact = {of for of, name in known.items() if each == of or name_key(name) == key}
        part = exact or {of for of, name in known.items() if key in name_key(name)}
        if not part:
            there = words.listed(words.quote(name, 40) for name in list(known.values())[:8])
            said = f" There {'is' if len(known) == 1 else 'are'} {there}." if known else ""
            raise Rejected(f"There is no {what} “{words.quote(each, 40)}”.{said}")
        found |= part
    return found


def _filtered(tx: Transaction, filters: Filters) -> str:
    people = tx.directory.people(UserId(each) for each in filters.owner)
    names = [people[UserId(e)].name if UserId(e) in people else e for e in filters.owner]
    owners = [f"owner: {', '.join(names)}"] if names else []
    return " · ".join([*([filters.said] if filters.said else []), *owners])
