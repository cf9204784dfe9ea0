"""`drumbeat cadence`: what a cadence in words comes to, as dates, before anything is made of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer

from orchestration.errors import Rejected
from orchestration.scheduling.cadence import Cadence, Holidays, OnHoliday
from orchestration.scheduling.occurrences import Occurrence, coming
from orchestration.scheduling.reading import read_cadence
from orchestration.scheduling.saying import said


def register(app: typer.Typer, say: Callable[[str], None]) -> None:
    @app.command("cadence")
    def cadence(
        words: Annotated[
            list[str], typer.Argument(help="Such as: every second Tuesday 10:00 Europe/Berlin")
        ],
        zone: Annotated[
            str, typer.Option(help="The time zone, where the words name none.")
        ] = "UTC",
        holidays: Annotated[
            str, typer.Option(help="Whose holidays count: DE, or DE-BE for a part of it.")
        ] = "",
        on_holiday: Annotated[
            OnHoliday, typer.Option(help="What becomes of one that falls on a holiday.")
        ] = OnHoliday.NEXT,
        shown: Annotated[int, typer.Option("--next", help="How many dates.", min=1, max=100)] = 5,
    ) -> None:
        """Say a cadence in words and see when it is due; nothing is kept."""
        now = datetime.now(UTC)
        try:
            read = read_cadence(" ".join(words), today=now.date(), zone=zone)
            found = _with_holidays(read.cadence, holidays, on_holiday)
        except Rejected as refused:
            say(refused.text)
            sys.exit(2)
        say(f"{said(found)}." + "".join(f" ({each}.)" for each in (*read.assumed, *read.read_as)))
        due = list(islice(coming(found, now), shown))
        for each in due:
            say(_line(each))
        if not due:
            say("It is never due from now on.")
            sys.exit(1)


def _with_holidays(cadence: Cadence, named: str, then: OnHoliday) -> Cadence:
    """Raises `Rejected` for a country or part that has no holidays here."""
    if not named:
        return cadence
    country, _, part = named.upper().partition("-")
    holidays = Holidays.known(country, part, then)
    return cadence.model_copy(update={"holidays": holidays})


def _line(due: Occurrence) -> str:
    line = f"{due.local:%a} {due.local.day} {due.local:%B %Y %H:%M}  ({due.at:%d.%m. %H:%M} UTC)"
    moved = f", moved from {due.slot:%a} {due.slot.day} {due.slot:%B}" if due.moved else ""
    return f"  {line}{moved}"
