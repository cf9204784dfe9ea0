"""The calendar for one person: their releases and planned ones, conflicts and freezes of a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from orchestration import words
from orchestration.calendar.colours import colours_of
from orchestration.calendar.filters import CalendarAsked, Filters
from orchestration.calendar.page import CalendarPage, View
from orchestration.calendar.pages import Listed, build_page, window_of
from orchestration.calendar.span import span_of
from orchestration.calendar.weeks import first_weekday
from orchestration.calendar.window import Viewer
from orchestration.errors import Rejected
from orchestration.people.working_time import zone_of
from orchestration.ports import Transaction
from orchestration.read_models.conflict_lines import conflict_lines, first_of
from orchestration.read_models.listing import (
    Listing,
    Sees,
    planned_between,
)
from orchestration.values import ProcessId, UserId, name_key


def viewer_of(tx: Transaction, person: UserId) -> Viewer:
    """Their zone, and the first day of their week."""
    known = tx.directory.people([person]).get(person)
    if known is None:
        return Viewer()
    return Viewer(zone=zone_of(known).key, first_weekday=first_weekday(known.locale))


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
        conflicts=first_of([each for each in told if not each.allowed]),
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


def _colours(there: Listing) -> dict[str, str]:
    chosen = {there.of(each): "" for each in there.releases}
    chosen |= dict.fromkeys((each.name for each in there.groups.values()), "")
    chosen |= {each.name: each.colour for each in there.groups.values() if each.colour}
    return colours_of(chosen)


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
