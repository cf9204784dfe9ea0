"""Freezes in an .ics file (RFC 5545): each event is one, at the times it names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import recurring_ical_events
from icalendar import Calendar

from orchestration.errors import Permanent
from orchestration.freezes.model import LONGEST, FreezeWindow
from orchestration.freezes.windows import HORIZON
from orchestration.freezes.written import NAME_LONGEST, NOTE_LONGEST
from orchestration.values import Frozen, plain_line

LARGEST: Final = 2_000_000
"""Bytes; a calendar of freezes is a few thousand."""
MOST_EVENTS: Final = 2_000
MOST_WINDOWS: Final = 500
"""Of one event, in the time that anybody looks ahead."""
_BEFORE: Final = timedelta(days=1)
_TOO_OFTEN: Final = {"SECONDLY", "MINUTELY", "HOURLY"}


class Imported(Frozen):
    """One event, by its UID."""

    uid: str
    name: str
    note: str = ""
    link: str = ""
    zone: str = "UTC"
    windows: tuple[FreezeWindow, ...]


def freezes_in(content: bytes, now: datetime) -> list[Imported]:
    """Those that are on or come within the time anybody looks ahead.

    Raises `Permanent` saying what is wrong with the file: then nothing of it counts.
    """
    if len(content) > LARGEST:
        raise Permanent(f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, KeyError, IndexError) as error:
        raise Permanent(f"it is no calendar (RFC 5545): {plain_line(str(error), 200)}") from error
    zone = _zone_of(calendar)
    events = list(calendar.walk("VEVENT"))
    if len(events) > MOST_EVENTS:
        raise Permanent(f"it has {len(events)} events; {MOST_EVENTS} are read at most")
    _refuse_unfit(events)
    try:
        found = recurring_ical_events.of(calendar).between(now - _BEFORE, now + HORIZON)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        why = plain_line(str(error), 200)
        raise Permanent(f"its dates cannot be read: {why}") from error
    of_uid: dict[str, list[Any]] = {}
    for each in found:
        if str(each.get("STATUS", "")).upper() != "CANCELLED":
            of_uid.setdefault(str(each["UID"]), []).append(each)
    imported = (_imported(uid, events, zone, now) for uid, events in sorted(of_uid.items()))
    return [each for each in imported if each is not None]


def _refuse_unfit(events: list[Any]) -> None:
    for each in events:
        called = plain_line(str(each.get("SUMMARY", "")), 60)
        if not each.get("UID") or not each.get("DTSTART"):
            raise Permanent(f"the event “{called}” has no UID or no beginning")
        rules = each.get("RRULE") or []
        for rule in rules if isinstance(rules, list) else [rules]:
            if {str(x).upper() for x in rule.get("FREQ", [])} & _TOO_OFTEN:
                raise Permanent(f"the event “{called}” recurs more than once a day")


def _imported(uid: str, events: list[Any], zone: ZoneInfo, now: datetime) -> Imported | None:
    found = [window for each in events if (window := _window(each, zone)) and window.ends > now]
    windows = {(each.begins, each.ends): each for each in found}
    if not windows:
        return None
    if len(windows) > MOST_WINDOWS:
        raise Permanent(f"the event {plain_line(uid, 60)} is on {len(windows)} times in a year")
    first = events[0]
    link = str(first.get("URL", ""))
    return Imported(
        uid=uid,
        name=plain_line(str(first.get("SUMMARY", "")), NAME_LONGEST) or "Freeze",
        note=plain_line(str(first.get("DESCRIPTION", "")), NOTE_LONGEST),
        link=link if link.startswith(("https://", "http://")) else "",
        zone=zone.key,
        windows=tuple(windows[each] for each in sorted(windows)),
    )


def _window(event: Any, zone: ZoneInfo) -> FreezeWindow | None:
    """None for an event without length. A whole day begins and ends with the calendar's own."""
    begins, ends = (_moment(event.decoded(each), zone) for each in ("DTSTART", "DTEND"))
    if ends <= begins:
        return None
    if ends - begins > LONGEST:
        raise Permanent(f"the event {plain_line(str(event['UID']), 60)} lasts more than a year")
    return FreezeWindow(begins=begins, ends=ends)


def _moment(said: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(said, datetime):
        said = datetime.combine(said, time())
    return (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)


def _zone_of(calendar: Any) -> ZoneInfo:
    """The calendar's own, for whole days and for times without a zone."""
    try:
        return ZoneInfo(str(calendar.get("X-WR-TIMEZONE") or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
