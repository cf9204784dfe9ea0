"""When somebody is at work: weekends, nights, summer time both ways, a leap day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.people.working_time import ALWAYS, USUAL, at_work, working_week

BERLIN, NEW_YORK, SYDNEY = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Australia/Sydney"))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        (BERLIN, utc(2026, 11, 23, 10), utc(2026, 11, 23, 10)),
        (BERLIN, utc(2026, 11, 23, 5), utc(2026, 11, 23, 8)),
        (BERLIN, utc(2026, 11, 23, 17), utc(2026, 11, 24, 8)),
        (BERLIN, utc(2026, 11, 27, 18), utc(2026, 11, 30, 8)),
        (NEW_YORK, utc(2026, 11, 23, 8), utc(2026, 11, 23, 14)),
        (SYDNEY, utc(2026, 11, 22, 21), utc(2026, 11, 22, 22)),
    ],
    ids=["at work", "early", "the evening", "the weekend", "the night there", "Monday there"],
)
def test_people_are_reminded_in_their_own_day(zone, now, then):
    assert at_work(USUAL, now, zone) == then


def test_nine_stays_nine_when_the_clocks_go_forward():
    assert at_work(USUAL, utc(2027, 3, 26, 18), BERLIN) == utc(2027, 3, 29, 7)


def test_nine_stays_nine_when_the_clocks_go_back():
    assert at_work(USUAL, utc(2026, 10, 23, 18), BERLIN) == utc(2026, 10, 26, 8)


def test_hours_that_the_clocks_skip_begin_that_much_later():
    night = working_week("Sun 2:30-6")
    assert at_work(night, utc(2027, 3, 27, 23), BERLIN) == utc(2027, 3, 28, 1, 30)


def test_of_hours_that_come_twice_the_first_begin():
    night = working_week("Sun 2:30-6")
    assert at_work(night, utc(2026, 10, 24, 23), BERLIN) == utc(2026, 10, 25, 0, 30)


def test_a_leap_day_is_a_day_like_any_other():
    assert at_work(USUAL, utc(2028, 2, 28, 18), ZoneInfo("UTC")) == utc(2028, 2, 29, 9)
    assert at_work(USUAL, utc(2028, 2, 29, 18), ZoneInfo("UTC")) == utc(2028, 3, 1, 9)


@pytest.mark.parametrize(
    ("said", "days", "hours"),
    [
        ("Mon-Fri 9-18", 5, 9),
        ("sun-thu 08:30-17:00", 5, 8.5),
        ("Mon,Wed 9-12", 2, 3),
        ("Saturday-Monday 20-24", 3, 4),
        ("always", 7, 24),
    ],
)
def test_working_hours_are_written_as_people_say_them(said, days, hours):
    week = working_week(said)
    length = timedelta(hours=week.ends.hour or 24, minutes=week.ends.minute)
    length -= timedelta(hours=week.begins.hour, minutes=week.begins.minute)
    assert (len(week.days), length / timedelta(hours=1)) == (days, hours)


@pytest.mark.parametrize("said", ["", "9-18", "Mon-Fri", "Mon-Fri 18-9", "Noday 9-18", "Mon 9-25"])
def test_what_is_no_week_is_refused_in_words(said):
    with pytest.raises(ValueError, match=r"must|no day|no time"):
        working_week(said)


@given(
    st.integers(0, 20 * 366 * 24 * 60).map(lambda m: utc(2020, 1, 1) + timedelta(minutes=m)),
    st.sampled_from([BERLIN, NEW_YORK, SYDNEY, ZoneInfo("Asia/Kathmandu")]),
)
def test_it_is_never_earlier_never_a_week_off_and_always_within_hours(now, zone):
    then = at_work(USUAL, now, zone)
    assert now <= then <= now + timedelta(days=4)
    local = then.astimezone(zone)
    assert local.weekday() < 5
    assert 9 <= local.hour < 18
    assert at_work(USUAL, then, zone) == then
    assert at_work(ALWAYS, now, zone) == now
