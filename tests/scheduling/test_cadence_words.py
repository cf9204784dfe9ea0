"""A cadence in words: read, said again, and refused with what to write instead."""

from datetime import date

import pytest

from orchestration.errors import Rejected
from orchestration.scheduling.reading import read_cadence
from orchestration.scheduling.saying import said
from orchestration.scheduling.writing import as_written

TODAY = date(2026, 11, 23)

WORDS = [
    ("every second Tuesday 10:00 Europe/Berlin", "every second Tuesday at 10:00 Europe/Berlin"),
    (
        "every other Thursday at 4pm until March",
        "every second Thursday at 16:00 UTC, until 31 March 2027",
    ),
    ("every other Thursday at 4 p.m.", "every second Thursday at 16:00 UTC"),
    ("weekly on Mon at noon in America/New_York", "every Monday at 12:00 America/New_York"),
    ("LAST FRIDAY OF EVERY MONTH AT 9AM", "on the last Friday of every month at 09:00 UTC"),
    (
        "the 31st of every month at 10:00",
        "on the 31st (or the last day) of every month at 10:00 UTC",
    ),
    ("every Tuesday at 10 from May", "every Tuesday at 10:00 UTC"),
    ("releases on Mondays at 9:00, for 10 times", "every Monday at 09:00 UTC, 10 times"),
    ("daily at 8:30 until 24 December", "every day at 08:30 UTC, until 24 December 2026"),
    (
        "last working day of the quarter at 5pm",
        "on the last working day of every quarter at 17:00 UTC",
    ),
    ("cron: 0 10 * * 2 Europe/Paris", "by the cron line 0 10 * * 2 (Europe/Paris)"),
    ("FREQ=YEARLY;BYMONTH=3 at 10:00", "by the rule FREQ=YEARLY;BYMONTH=3 at 10:00 UTC"),
]


@pytest.mark.parametrize(("text", "again"), WORDS)
def test_a_cadence_is_read_from_words_and_said_again(text, again):
    understood = read_cadence(text, today=TODAY)
    assert said(understood.cadence) == again
    assert not understood.assumed


@pytest.mark.parametrize(("text", "again"), WORDS[:6])
def test_what_is_said_of_a_cadence_is_read_as_the_same_cadence(text, again):
    first = read_cadence(text, today=TODAY).cadence
    if "or the last day" not in again:
        assert read_cadence(said(first), today=TODAY).cadence == first


@pytest.mark.parametrize("text", [text for text, _ in WORDS])
def test_what_stands_in_the_form_of_a_cadence_is_read_as_the_same_cadence_on_any_day(text):
    first = read_cadence(text, today=TODAY).cadence
    later = date(2027, 6, 1)
    assert read_cadence(as_written(first), today=later, zone=first.zone).cadence == first


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every Friday at 10:00 except 24 December", [date(2026, 12, 24)]),
        (
            "daily at 9:00, but not on 24 and 31 December",
            [date(2026, 12, 24), date(2026, 12, 31)],
        ),
        (
            "daily at 9:00 excluding December 24, 25 and 2027-01-01",
            [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)],
        ),
    ],
)
def test_days_are_left_out_where_the_words_except_them(text, days):
    assert read_cadence(text, today=TODAY).cadence.excluded == tuple(days)


def test_words_that_leave_a_day_open_are_answered_with_the_day_they_were_read_as():
    understood = read_cadence("daily at 9:00 from May until June except 1 May", today=TODAY)
    assert understood.read_as == (
        "“from May” is 1 May 2027",
        "“until June” is 30 June 2027",
        "“1 May” is 1 May 2027",
    )


def test_a_time_that_was_not_said_is_named_as_assumed():
    understood = read_cadence("every Friday", today=TODAY)
    assert understood.assumed == ("no time was said, so 10:00",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("whenever we feel like it", "On which days?"),
        ("", "On which days?"),
        ("every Tuesday at 25:00", "“at 25:00” is no time of day"),
        ("every Tuesday at 0pm", "is no time of day"),
        ("every day until 29 February 2027", "names no day there is"),
        ("every day until 2026-01-01", "it would end on 2026-01-01, before it starts"),
        ("every Tuesday unless it rains at 10:00", "I do not understand “unless it rains”"),
        ("daily at 9:00 except August", "“August” is no single day"),
        ("daily at 9:00 Mars/Phobos", "“Mars/Phobos” is no time zone"),
        ("daily at 9:00 Europe/Berln", "Did you mean Europe/Berlin"),
        ("* * * * *", "more than once an hour"),
        ("*/5 10 * * 1", "more than once an hour"),
        ("0 10 * * 9", "is no cron line"),
        ("FREQ=MINUTELY", "the rule may name days only"),
        ("FREQ=DAILY;BYHOUR=3,4", "the rule may name days only"),
        ("FREQ=DAILY;COUNT=3", "said beside the rule"),
        ("FREQ=SOMETIMES", "is no recurrence rule"),
        ("every Monday " * 40, "longer than 300 characters"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_is_wrong(text, why):
    with pytest.raises(Rejected) as refused:
        read_cadence(text, today=TODAY)
    assert why in refused.value.text
