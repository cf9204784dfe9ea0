"""When a digest is due: the rules alone, on days on which the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest

from orchestration.digests.due import due_after, due_before, due_since, is_late
from orchestration.digests.model import Digest, every_day, usual_cadence
from orchestration.values import ChannelId, UserId

BERLIN = "Europe/Berlin"
SPRING = date(2027, 3, 28)
"""02:00 is 03:00 in Berlin."""
AUTUMN = date(2026, 10, 25)
"""03:00 is 02:00 in Berlin."""


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def digest(cadence, looks_at):
    return Digest(
        place=ChannelId("C0RELEASES"),
        cadence=cadence,
        set_by=UserId("U0000ANA"),
        set_at=looks_at,
        looks_at=looks_at,
    )


def test_a_channel_hears_every_working_day_at_nine_by_its_own_clock():
    cadence = usual_cadence(BERLIN, date(2026, 10, 1))
    friday_and_monday = list(islice(due_after(cadence, utc(2026, 10, 23, 0, 0)), 2))
    assert [each.at for each in friday_and_monday] == [utc(2026, 10, 23, 7), utc(2026, 10, 26, 8)]


@pytest.mark.parametrize(
    ("day", "moments"),
    [
        (SPRING, [utc(2027, 3, 27, 1, 30), utc(2027, 3, 28, 1, 30), utc(2027, 3, 29, 0, 30)]),
        (AUTUMN, [utc(2026, 10, 24, 0, 30), utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]),
    ],
)
def test_half_past_two_comes_once_on_a_day_without_it_and_once_on_a_day_with_two(day, moments):
    before = day - timedelta(days=2)
    cadence = every_day(time(2, 30), BERLIN, before)
    start = datetime.combine(before, time(12), tzinfo=UTC)
    due = list(islice(due_after(cadence, start), 3))
    assert [each.at for each in due] == moments
    assert [each.local.date() for each in due] == [day + timedelta(days=n) for n in (-1, 0, 1)]


def test_of_those_that_came_due_while_nobody_looked_the_last_one_counts():
    cadence = every_day(time(9), "UTC", date(2026, 11, 1))
    looked = digest(cadence, utc(2026, 11, 20, 9))
    due = due_since(looked, utc(2026, 11, 23, 9, 30))
    assert due and due.at == utc(2026, 11, 23, 9)
    assert due_since(looked, utc(2026, 11, 20, 8, 59)) is None


@pytest.mark.parametrize(("hours", "late"), [(0, False), (2, False), (2.01, True), (30, True)])
def test_after_two_hours_it_is_too_late(hours, late):
    due = utc(2026, 11, 23, 9)
    assert is_late(due, due + timedelta(hours=hours)) is late


def test_what_is_new_on_a_monday_is_what_happened_since_friday():
    cadence = usual_cadence("UTC", date(2026, 11, 1))
    before = due_before(cadence, utc(2026, 11, 23))
    assert before and before.at == utc(2026, 11, 20, 9)


def test_the_first_digest_of_all_has_none_before_it():
    assert due_before(usual_cadence("UTC", date(2026, 11, 23)), utc(2026, 11, 23)) is None


def test_a_cadence_that_has_ended_is_due_no_more():
    over = every_day(time(9), "UTC", date(2026, 1, 1)).model_copy(update={"ends": date(2026, 1, 2)})
    assert list(due_after(over, utc(2026, 1, 3))) == []
