"""When a freeze is, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from orchestration.errors import Rejected
from orchestration.freezes.reading import read_when
from orchestration.freezes.windows import next_windows
from tests.freezes.building import BERLIN, NOW, berlin, freeze, window

MONDAY = NOW
"""23 November 2026, 13:00 in Berlin."""


def read(text, *, now=MONDAY, zone=BERLIN):
    return read_when(text, now=now, zone=zone)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("from friday 17:00 until monday 8:00", (2026, 11, 27, 17), (2026, 11, 30, 8)),
        ("Friday 17:00 to Monday 08:00", (2026, 11, 27, 17), (2026, 11, 30, 8)),
        ("from 20 December 17:00 until 2 January 8:00", (2026, 12, 20, 17), (2027, 1, 2, 8)),
        ("2026-12-20 17:00 - 2027-01-02 08:00", (2026, 12, 20, 17), (2027, 1, 2, 8)),
        ("from now until tomorrow 9:00", (2026, 11, 23, 13), (2026, 11, 24, 9)),
        ("tomorrow 18:00 for 90 minutes", (2026, 11, 24, 18), (2026, 11, 24, 19, 30)),
        ("from 24 December until 27 December", (2026, 12, 24), (2026, 12, 27)),
        ("friday 16:00 for 2d 16h", (2026, 11, 27, 16), (2026, 11, 30, 8)),
    ],
)
def test_a_one_off_freeze_is_read(text, begins, ends):
    assert read(text).windows == (window(berlin(*begins), berlin(*ends)),)


@pytest.mark.parametrize(
    "text",
    [
        "every Friday 16:00 for 2d 16h",
        "every friday at 16:00 for 2 days and 16 hours",
        "every Friday 16:00 until Monday 8:00",
        "every Friday at 4pm until Mon 08:00",
    ],
)
def test_a_freeze_that_recurs_is_read(text):
    found = freeze(windows=(), recurs=read(text).recurs)
    assert next_windows(found, MONDAY, count=2) == [
        window(berlin(2026, 11, 27, 16), berlin(2026, 11, 30, 8)),
        window(berlin(2026, 12, 4, 16), berlin(2026, 12, 7, 8)),
    ]


def test_a_freeze_on_the_last_working_day_of_a_month_is_read():
    found = freeze(
        windows=(), recurs=read("on the last working day of every month at 12:00 for 12h").recurs
    )
    assert next_windows(found, MONDAY, count=1) == [
        window(berlin(2026, 11, 30, 12), berlin(2026, 12, 1))
    ]


def test_what_was_assumed_is_named():
    assert read("every Friday for 8h").assumed == ("no time was said, so 10:00",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "When is it"),
        ("over Christmas", "From when until when"),
        ("from blursday until monday", "do not understand “blursday”"),
        ("every Friday 16:00", "For how long"),
        ("every day 10:00 for 2d", "begin again before it has ended"),
        ("every day 10:00 until Monday 8:00", "Name one weekday"),
        ("every Friday 16:00 for 0h", "may last up to"),
        ("from 2026-12-01 until 2028-12-01", "up to 366 days"),
        ("from 2025-12-01 until 2025-12-02", "over already"),
        ("from 2026-12-02 until 2026-12-01", "before it begins"),
        ("every 30 February 10:00 for 1h", "On which days"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(text, says):
    with pytest.raises(Rejected, match=says):
        read(text)


def test_a_freeze_in_the_night_in_which_the_clock_changes_lasts_as_the_wall_says():
    found = freeze(windows=(), recurs=read("every Saturday 22:00 until Sunday 6:00").recurs)
    spring = datetime(2027, 3, 22, tzinfo=UTC)
    lasts = [each.ends - each.begins for each in next_windows(found, spring, count=2)]
    assert lasts == [timedelta(hours=7), timedelta(hours=8)]
