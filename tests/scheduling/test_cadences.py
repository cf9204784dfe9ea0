"""When cadences are due: by the table beside this, across daylight saving, and on holidays."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.scheduling import cadence as kinds
from orchestration.scheduling.cadence import Cadence, Holidays, OnHoliday
from orchestration.scheduling.occurrences import occurrences
from orchestration.scheduling.reading import read_cadence

TABLE = Path(__file__).with_name("cadences.txt").read_text(encoding="utf-8")
DAYS = [
    tuple(each.strip() for each in line.split("|"))
    for line in TABLE.splitlines()
    if not line.startswith("#")
]


def due(cadence, after, until):
    return list(occurrences(cadence, after, until))


def midnight(day):
    return datetime.combine(date.fromisoformat(day), time(), UTC)


@pytest.mark.parametrize(("words", "starts", "at", "days"), DAYS)
def test_a_cadence_is_due_on_these_days(words, starts, at, days):
    cadence = read_cadence(words, today=date.fromisoformat(starts)).cadence
    until = midnight(days.split()[-1]) + timedelta(hours=23, minutes=59)
    found = due(cadence, midnight(starts) - timedelta(days=1), until)
    assert [f"{each.local:%Y-%m-%d %H:%M}" for each in found] == [f"{x} {at}" for x in days.split()]


MOMENTS = [
    ("Europe/Berlin", "10:00", "2027-03-27", "09:00 08:00 08:00"),
    ("Europe/Berlin", "10:00", "2027-10-30", "08:00 09:00 09:00"),
    ("Europe/Berlin", "02:30", "2027-03-27", "01:30 01:30 00:30"),
    ("Europe/Berlin", "02:30", "2027-10-30", "00:30 00:30 01:30"),
    ("Europe/London", "01:30", "2027-03-27", "01:30 01:30 00:30"),
    ("America/New_York", "02:30", "2027-03-13", "07:30 07:30 06:30"),
    ("America/New_York", "01:30", "2027-11-06", "05:30 05:30 06:30"),
    ("America/Los_Angeles", "16:00", "2027-03-13", "00:00 23:00 23:00"),
    ("Pacific/Auckland", "02:30", "2027-09-25", "14:30 14:30 13:30"),
    ("Australia/Lord_Howe", "02:15", "2027-10-02", "15:45 15:45 15:15"),
    ("Asia/Kolkata", "09:00", "2027-03-27", "03:30 03:30 03:30"),
    ("Asia/Kathmandu", "09:00", "2028-02-28", "03:15 03:15 03:15"),
    ("America/Sao_Paulo", "10:00", "2027-10-16", "13:00 13:00 13:00"),
    ("UTC", "23:59", "2027-12-30", "23:59 23:59 23:59"),
]


@pytest.mark.parametrize(("zone", "at", "starts", "moments"), MOMENTS)
def test_a_wall_clock_time_holds_across_daylight_saving(zone, at, starts, moments):
    """What does not exist is as much later as the clock jumps; of two the first counts."""
    first = date.fromisoformat(starts)
    cadence = Cadence(
        rule=kinds.daily(), at=time.fromisoformat(at), zone=zone, starts=first, count=3
    )
    found = due(cadence, midnight(starts) - timedelta(days=2), midnight(starts) + timedelta(days=5))
    assert " ".join(f"{each.at:%H:%M}" for each in found) == moments
    assert [each.slot.date() for each in found] == [first + timedelta(days=n) for n in range(3)]


FRIDAYS = "FREQ=WEEKLY;BYDAY=FR"
ON_HOLIDAYS = [
    ("DE", "BE", FRIDAYS, "2026-12-18", OnHoliday.NEXT, "12-18 12-28 01-04 01-08"),
    ("DE", "BE", FRIDAYS, "2026-12-18", OnHoliday.PREVIOUS, "12-18 12-24 12-31 01-08"),
    ("DE", "BE", FRIDAYS, "2026-12-18", OnHoliday.SKIP, "12-18 01-08 01-15"),
    ("US", "", "FREQ=WEEKLY;BYDAY=TH", "2026-11-19", OnHoliday.NEXT, "11-19 11-27 12-03"),
    ("US", "", "FREQ=MONTHLY;BYMONTHDAY=4", "2027-06-04", OnHoliday.PREVIOUS, "06-04 07-02 08-04"),
    ("GB", "ENG", "FREQ=WEEKLY;BYDAY=MO", "2027-03-22", OnHoliday.NEXT, "03-22 03-30 04-05"),
    ("FR", "", "FREQ=MONTHLY;BYMONTHDAY=1", "2027-04-01", OnHoliday.NEXT, "04-01 05-03 06-01"),
]


@pytest.mark.parametrize(("country", "part", "rule", "starts", "then", "days"), ON_HOLIDAYS)
def test_what_falls_on_a_holiday_is_left_out_or_moves_to_a_working_day(
    country, part, rule, starts, then, days
):
    cadence = Cadence(
        rule=rule,
        starts=date.fromisoformat(starts),
        holidays=Holidays(country=country, part=part, then=then),
    )
    found = due(cadence, midnight(starts), midnight(starts) + timedelta(days=70))
    assert " ".join(f"{each.local:%m-%d}" for each in found).startswith(days)


def test_what_moves_onto_a_day_that_is_due_anyway_makes_no_second_release():
    """Good Friday and Easter Monday both move to the Tuesday, which has its own."""
    cadence = Cadence(
        rule=kinds.weekly(kinds.WORKING),
        starts=date(2027, 3, 25),
        holidays=Holidays(country="DE", part="BE"),
    )
    found = due(cadence, midnight("2027-03-25"), midnight("2027-04-01"))
    assert [each.local.day for each in found] == [25, 30, 31]
    assert not any(each.moved for each in found)


def test_excluded_days_are_left_out_and_count_as_occurrences():
    cadence = Cadence(
        rule=kinds.daily(), starts=date(2027, 1, 1), count=4, excluded=(date(2027, 1, 2),)
    )
    found = due(cadence, midnight("2026-12-31"), midnight("2027-02-01"))
    assert [each.local.day for each in found] == [1, 3, 4]


def test_the_last_day_is_part_of_it():
    cadence = Cadence(rule=kinds.daily(), starts=date(2027, 1, 1), ends=date(2027, 1, 3))
    assert len(due(cadence, midnight("2026-01-01"), midnight("2028-01-01"))) == 3


RULES = st.one_of(
    st.builds(kinds.daily, st.integers(1, 40)),
    st.builds(
        kinds.weekly,
        st.lists(st.sampled_from(kinds.WEEKDAYS), min_size=1, unique=True),
        st.integers(1, 9),
    ),
    st.builds(kinds.monthly_on, st.integers(1, 31), st.integers(1, 6)),
    st.builds(
        kinds.monthly_nth, st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(kinds.WEEKDAYS)
    ),
    st.builds(kinds.monthly_working_day, st.sampled_from([1, -1])),
)
CADENCES = st.builds(
    Cadence,
    rule=RULES,
    at=st.times(),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    starts=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    count=st.none() | st.integers(1, 50),
    holidays=st.none()
    | st.builds(
        Holidays,
        country=st.just("DE"),
        part=st.sampled_from(["", "BY"]),
        then=st.sampled_from(list(OnHoliday)),
    ),
)
MOMENT = st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@given(CADENCES, MOMENT, st.timedeltas(timedelta(0), timedelta(days=200)), st.floats(0, 1))
def test_occurrences_are_in_order_each_once_and_the_same_when_asked_in_pieces(
    cadence, after, length, part
):
    until, between = after + length, after + length * part
    whole = due(cadence, after, until)
    assert [each.at for each in whole] == sorted({each.at for each in whole})
    assert len({each.slot for each in whole}) == len(whole)
    assert whole == due(cadence, after, between) + due(cadence, between, until)
