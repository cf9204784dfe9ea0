"""A page of the calendar in words, as much as there is room for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.views.text import cut, name, one_line, our_words
from orchestration.calendar.page import CalendarPage
from orchestration.calendar.text import Said, is_empty, text_of

NOTHING = "Nothing is planned for this time, and nothing was released in it."


def calendar_alt(page: CalendarPage, longest: int = 2000) -> str:
    """Everything on the picture, for those who do not see it."""
    head = f"Calendar, {page.title}: {page.subtitle}."
    days = (f"{said.title}: {'; '.join(_lines(said))}." for said in text_of(page))
    return cut(one_line(" ".join([head, *days]), longest * 2), longest)


def calendar_days(page: CalendarPage) -> list[str]:
    """A paragraph for each day on which there is something."""
    if is_empty(page):
        return [NOTHING]
    return [
        "\n".join([f"*{name(said.title)}*", *(f"• {name(line, 200)}" for line in _lines(said))])
        for said in text_of(page)
    ]


def conflicts_said(page: CalendarPage) -> str:
    if not page.conflicts:
        return ""
    return "\n".join(["*In conflict*", *(f"⚠ {our_words(each)}" for each in page.conflicts)])


def _lines(said: Said) -> Iterator[str]:
    yield from (f"❄ frozen: {each}" for each in said.frozen)
    yield from said.entries
    if said.more:
        yield f"+{said.more} more"
