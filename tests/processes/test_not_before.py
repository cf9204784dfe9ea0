"""When a phase begins that says `not-before`: on the wall clock of the release's owner."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from orchestration.processes.not_before import earliest, is_time

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def begins(text, started="2026-11-23T09:00", reached=None, zone=BERLIN):
    """23 November 2026 is a Monday; Berlin is an hour ahead of UTC then."""
    started_at, reached_at = moment(started), moment(reached or started)
    found = earliest(text, started_at=started_at, reached_at=reached_at, zone=zone)
    return found.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("start + 2d", "2026-11-25T09:00"),
        ("start+90 min", "2026-11-23T10:30"),
        ("17:00", "2026-11-23T16:00"),
        ("9:30", "2026-11-23T08:30"),
        ("Thursday 17:00", "2026-11-26T16:00"),
        ("monday 17:00", "2026-11-23T16:00"),
        ("Monday 08:00", "2026-11-30T07:00"),
    ],
)
def test_a_time_is_counted_from_the_start_or_read_from_the_owners_clock(text, expected):
    assert begins(text) == expected


def test_a_time_of_day_is_that_of_the_day_on_which_the_phase_is_reached():
    assert begins("17:00", reached="2026-11-25T23:30") == "2026-11-26T16:00"
    assert begins("17:00", reached="2026-11-25T20:00") == "2026-11-25T16:00"


def test_a_weekday_is_the_first_after_the_start_however_late_the_phase_is_reached():
    assert begins("Thursday 17:00", reached="2026-11-27T09:00") == "2026-11-26T16:00"


@pytest.mark.parametrize(
    ("text", "started", "expected"),
    [
        ("Sunday 02:30", "2026-03-27T12:00", "2026-03-29T01:30"),  # skipped: 03:30 summer time
        ("Sunday 02:30", "2026-10-23T12:00", "2026-10-25T00:30"),  # twice: the first is meant
        ("Monday 10:00", "2026-03-27T12:00", "2026-03-30T08:00"),
        ("Monday 10:00", "2026-10-23T12:00", "2026-10-26T09:00"),
        ("start + 1d", "2026-03-28T12:00", "2026-03-29T12:00"),
    ],
)
def test_wall_clock_times_hold_across_daylight_saving(text, started, expected):
    assert begins(text, started) == expected


def test_the_day_is_that_of_the_owner_and_not_of_utc():
    assert begins("17:00", "2026-11-23T02:00", zone=NEW_YORK) == "2026-11-22T22:00"


def test_a_leap_day_is_a_day():
    assert begins("start + 1d", "2028-02-28T09:00") == "2028-02-29T09:00"
    assert begins("Tuesday 09:00", "2028-02-28T09:00") == "2028-02-29T08:00"


@pytest.mark.parametrize("text", ["", "soon", "25:00", "Thirsday 17:00", "start + soon", "start"])
def test_anything_else_is_no_time(text):
    assert not is_time(text)
    with pytest.raises(ValueError, match="must be"):
        begins(text)
