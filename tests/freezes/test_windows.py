"""When a freeze is on: by the clock on the wall, also where that clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from orchestration.freezes.model import FreezeWindow
from orchestration.freezes.windows import next_windows, window_at, windows_between
from tests.freezes.building import (
    CHRISTMAS,
    DAN,
    NOW,
    berlin,
    freeze,
    weekends,
    window,
)

DAY = timedelta(days=1)


def test_a_one_off_freeze_is_on_from_its_beginning_until_just_before_its_end():
    christmas, moment = freeze(), timedelta(microseconds=1)
    assert window_at(christmas, CHRISTMAS.begins) == CHRISTMAS
    assert window_at(christmas, CHRISTMAS.ends - moment) == CHRISTMAS
    assert window_at(christmas, CHRISTMAS.begins - moment) is None
    assert window_at(christmas, CHRISTMAS.ends) is None


@pytest.mark.parametrize(
    ("friday", "monday", "hours"),
    [
        (berlin(2026, 11, 27, 16), berlin(2026, 11, 30, 8), 64),
        (berlin(2026, 3, 27, 16), berlin(2026, 3, 30, 8), 63),
        (berlin(2026, 10, 23, 16), berlin(2026, 10, 26, 8), 65),
    ],
    ids=["an ordinary weekend", "the clock is put forward", "the clock is put back"],
)
def test_a_weekend_ends_on_monday_at_eight_whatever_became_of_the_clock(friday, monday, hours):
    found = windows_between(weekends(), friday - DAY, monday + DAY)
    assert found == [window(friday, monday)]
    assert found[0].ends - found[0].begins == timedelta(hours=hours)


def test_a_window_that_began_before_the_time_asked_about_is_found():
    sunday = berlin(2026, 11, 29, 12)
    assert window_at(weekends(), sunday) == window(
        berlin(2026, 11, 27, 16), berlin(2026, 11, 30, 8)
    )


def test_a_freeze_that_recurs_has_none_before_it_starts():
    freeze_ = weekends(starts=date(2026, 12, 1))
    found = next_windows(freeze_, NOW, count=2)
    assert [each.begins for each in found] == [berlin(2026, 12, 4, 16), berlin(2026, 12, 11, 16)]


def test_a_window_that_begins_at_a_time_that_does_not_exist_begins_as_much_later():
    nights = weekends(at=time(2, 30), lasts=timedelta(hours=2))
    nights = nights.model_copy(
        update={
            "recurs": nights.recurs.model_copy(
                update={
                    "cadence": nights.recurs.cadence.model_copy(
                        update={"rule": "FREQ=WEEKLY;BYDAY=SU"}
                    )
                }
            )
        }
    )
    found = windows_between(nights, berlin(2026, 3, 29), berlin(2026, 3, 30))
    assert found == [window(berlin(2026, 3, 29, 3, 30), berlin(2026, 3, 29, 4, 30))]


def test_a_window_that_was_ended_early_ends_then_and_the_next_one_is_whole():
    friday, monday = berlin(2026, 11, 27, 16), berlin(2026, 11, 30, 8)
    saturday = berlin(2026, 11, 28, 9)
    cut = weekends(ended_early=(window(friday, saturday),))
    assert window_at(cut, saturday - DAY / 24) == window(friday, saturday)
    assert window_at(cut, saturday) is None
    following = next_windows(cut, monday, count=1)[0]
    assert following == window(berlin(2026, 12, 4, 16), berlin(2026, 12, 7, 8))


def test_a_window_that_is_left_out_before_it_begins_never_is():
    left_out = weekends(
        ended_early=(
            FreezeWindow(
                begins=berlin(2026, 11, 27, 16).astimezone(UTC),
                ends=berlin(2026, 11, 27, 16).astimezone(UTC) + timedelta(microseconds=1),
            ),
        )
    )
    assert window_at(left_out, berlin(2026, 11, 28)) is None


def test_an_archived_freeze_is_never_on():
    assert next_windows(freeze(archived_by=DAN), NOW, count=1) == []
    assert next_windows(weekends(archived_by=DAN), NOW, count=1) == []


def test_the_next_windows_begin_with_the_one_that_is_on():
    saturday = berlin(2026, 11, 28)
    found = next_windows(weekends(), saturday, count=3)
    assert [each.begins.astimezone(UTC).day for each in found] == [27, 4, 11]


def test_what_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError, match="before it begins"):
        FreezeWindow(begins=NOW, ends=NOW)


def test_a_freeze_says_either_when_it_is_or_when_it_recurs():
    with pytest.raises(ValidationError, match="either when"):
        freeze(windows=())
    with pytest.raises(ValidationError, match="either when"):
        weekends(windows=(CHRISTMAS,))


YEARS = st.integers(0, 2 * 365 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)


@given(begins=YEARS, days=st.integers(1, 120), cut=st.integers(1, 119))
def test_asked_in_pieces_the_windows_are_the_same(begins, days, cut):
    ends, between = begins + days * DAY, begins + min(cut, days) * DAY
    whole = windows_between(weekends(), begins, ends)
    pieces = [
        *windows_between(weekends(), begins, between),
        *(windows_between(weekends(), between, ends) if between < ends else ()),
    ]
    assert whole == sorted({each.begins: each for each in pieces}.values(), key=lambda w: w.begins)
    assert all(each.overlaps(begins, ends) for each in whole)


@given(at=YEARS)
def test_a_window_is_on_at_a_moment_just_where_it_lies_around_it(at):
    around = [each for each in windows_between(weekends(), at - DAY, at + DAY) if each.holds(at)]
    assert window_at(weekends(), at) == (around[0] if around else None)
