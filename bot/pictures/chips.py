"""One release in the calendar's picture: its colour, its name, its icon and word of status."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from bot.pictures.calendar_style import (
    CHIP,
    CLASH,
    ICONS,
    INK,
    NAME,
    STRIP,
    WARNING,
    WORD,
    tint,
)
from bot.pictures.lettering import face, tidy_line
from orchestration.calendar.page import Bar, Entry, Shown

_GONE = (Shown.ABORTED, Shown.SKIPPED, Shown.MISSED)
_PAD = 4.0
_ICON = 16.0
_SMALLER = 0.78
"""How small letters may become before words are cut."""


def chip(
    entry: Entry,
    x: float,
    y: float,
    width: float,
    *,
    bar: Bar,
    when: str = "",
    full: bool = False,
) -> Iterable[str]:
    """A box of two lines; `full` where there is room for more than its reference, and `when` for
    what stands before its status.
    """
    edge = CLASH if entry.conflicts else entry.colour
    dash = ' stroke-dasharray="5 4"' if entry.state is Shown.PLANNED else ""
    yield (
        f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{width - 2:g}" height="{CHIP - 2:g}" rx="5" '
        f'fill="{tint(entry.colour)}" stroke="{edge}" '
        f'stroke-width="{2.4 if entry.conflicts else 1.2:g}"{dash}/>'
    )
    if not bar.before:
        yield (
            f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{STRIP:g}" height="{CHIP - 2:g}" rx="3" '
            f'fill="{entry.colour}"/>'
        )
    left, right = x + STRIP + _PAD, x + width - _PAD + 1
    if entry.conflicts:
        right -= _ICON + 3
        yield stroke(WARNING, right + 2, y + 6, CLASH, 2.0)
    name = entry.title if full else entry.short
    yield from line(name, left, y + 3, right - left, NAME, bold=True, gone=entry.state in _GONE)
    when = when or (hours(entry) if full else entry.begins[11:])
    yield from status(entry, left, y + 26, x + width - _PAD - left, when)


def status(entry: Entry, x: float, y: float, room: float, when: str) -> Iterable[str]:
    """Icon and word; before them when it is, where there is room for all of it."""
    letters, said = face(), str(entry.state)
    before = letters.width(f"{when}  ", WORD)
    if before + _ICON + 3 + letters.width(said, WORD) <= room:
        yield from line(when, x, y, before, WORD)
        x, room = x + before, room - before
    yield stroke(ICONS[entry.state], x, y + 3, INK, 2.2)
    yield from line(said, x + _ICON + 3, y, room - _ICON - 3, WORD)


def hours(entry: Entry) -> str:
    """`10:00-12:00`, with the days where they are two."""
    begins, ends = datetime.fromisoformat(entry.begins), datetime.fromisoformat(entry.ends)
    if begins.date() == ends.date():
        return f"{begins:%H:%M}–{ends:%H:%M}" if ends > begins else f"{begins:%H:%M}"
    return f"{begins:%a} {begins.day} {begins:%H:%M} – {ends:%a} {ends.day} {ends:%H:%M}"


def weekday(entry: Entry) -> str:
    """`Tue 24`."""
    begins = datetime.fromisoformat(entry.begins)
    return f"{begins:%a} {begins.day}"


def line(
    text: str,
    x: float,
    y: float,
    room: float,
    size: float,
    *,
    bold: bool = False,
    gone: bool = False,
    ink: str = INK,
) -> Iterable[str]:
    """One line of text within its room: a little smaller where that is enough, else cut with …"""
    if room < size:
        return
    letters, shown = face(bold=bold), tidy_line(text)
    wide = letters.width(shown, size)
    fitting = size if wide <= room else max(size * _SMALLER, size * room / wide)
    while letters.width(shown, fitting) > room + 0.5 and len(shown) > 1:
        shown = f"{shown.removesuffix('…')[:-1].rstrip()}…"
    weight = ' font-weight="bold"' if bold else ""
    struck = ' text-decoration="line-through"' if gone else ""
    yield (
        f'<text x="{x:g}" y="{y + size * 0.95:g}" font-size="{fitting:g}" fill="{ink}"'
        f"{weight}{struck}>{escape(shown, quote=False)}</text>"
    )


def stroke(path: str, x: float, y: float, ink: str, width: float) -> str:
    return (
        f'<path transform="translate({x:g} {y:g})" d="{path}" fill="none" stroke="{ink}" '
        f'stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"/>'
    )
