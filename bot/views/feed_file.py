"""A feed as a calendar file (RFC 5545), for calendar programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from orchestration.feeds.entries import FeedEntry

_PRODUCT = "-//Drumbeat//Release calendar//EN"
_REFRESH = timedelta(hours=1)


def calendar_file(entries: Sequence[FeedEntry], *, name: str) -> bytes:
    """The same entries are the same bytes: DTSTAMP is when each came to be as it is."""
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("X-WR-CALNAME", vText(_text(name)))
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for each in entries:
        calendar.add_component(_event(each))
    if entries:
        first = min(each.begins for each in entries).date() - timedelta(days=366)
        last = max(each.ends for each in entries).date() + timedelta(days=366)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    written: bytes = calendar.to_ical()
    return written


def _event(entry: FeedEntry) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", entry.changed_at.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("SUMMARY", _text(entry.title))
    if entry.lines:
        event.add("DESCRIPTION", _text("\n".join(entry.lines)))
    zone = UTC if entry.zone == "UTC" else ZoneInfo(entry.zone)
    begins, ends = entry.begins.astimezone(zone), entry.ends.astimezone(zone)
    if entry.all_day:
        event.add("DTSTART", begins.date())
        event.add("DTEND", ends.date())
    else:
        event.add("DTSTART", begins)
        event.add("DTEND", ends)
    event.add("STATUS", entry.state.value)
    event.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.kinds:
        event.add("CATEGORIES", [_text(each) for each in entry.kinds])
    return event


def _text(said: str) -> str:
    """Without what no text may hold: RFC 5545, 3.1, lets no control characters in but the tab."""
    lines = said.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(c for c in line if c.isprintable() or c == "\t") for line in lines)
