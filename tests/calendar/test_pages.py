"""Pages of the calendar: which days they show, what lies where, and what there is no room for."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.calendar.page import CalendarPage, Shown, View, page_json, page_of
from orchestration.calendar.pages import LANES, Listed, build_page, window_of
from orchestration.calendar.span import span_of
from orchestration.calendar.text import is_empty, text_of
from orchestration.calendar.window import Viewer, rows_of, stepped, title_of
from tests.calendar.freezing import freeze
from tests.calendar.planning import NOW, at, planned

BERLIN = Viewer(zone="Europe/Berlin")
SUNDAYS = Viewer(zone="America/New_York", first_weekday=6)
PLAIN = Viewer()


def listed(*releases, **more):
    return [Listed(each, span_of(each, NOW), "Web", "#1f5fae", **more) for each in releases]


def page(view, day, *releases, viewer=PLAIN, freezes=(), now=NOW):
    return build_page(view, day, listed(*releases), freezes, viewer=viewer, now=now)


def days(view, day, first_weekday=0):
    rows = rows_of(view, day, first_weekday)
    return rows[0][0].first, rows[-1][-1].last


def lying(shown: CalendarPage):
    """By day, the references of the releases on it."""
    return {
        cell.day: [shown.entries[bar.entry].short for bar in row.bars if bar.first <= n <= bar.last]
        for row in shown.rows
        for n, cell in enumerate(row.cells)
    }


@pytest.mark.parametrize(
    ("view", "day", "first_weekday", "first", "last"),
    [
        (View.DAY, date(2028, 2, 29), 0, date(2028, 2, 29), date(2028, 2, 29)),
        (View.WEEK, date(2026, 11, 25), 0, date(2026, 11, 23), date(2026, 11, 29)),
        (View.WEEK, date(2026, 11, 25), 6, date(2026, 11, 22), date(2026, 11, 28)),
        (View.WEEK, date(2026, 11, 22), 6, date(2026, 11, 22), date(2026, 11, 28)),
        (View.WEEK, date(2027, 1, 1), 0, date(2026, 12, 28), date(2027, 1, 3)),
        (View.MONTH, date(2028, 2, 29), 0, date(2028, 1, 31), date(2028, 3, 5)),
        (View.MONTH, date(2027, 2, 1), 0, date(2027, 2, 1), date(2027, 2, 28)),
        (View.MONTH, date(2026, 11, 30), 6, date(2026, 11, 1), date(2026, 12, 5)),
        (View.QUARTER, date(2026, 11, 30), 0, date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_page_shows_whole_weeks_from_the_first_day_of_the_viewers_week(
    view, day, first_weekday, first, last
):
    assert days(view, day, first_weekday) == (first, last)


@pytest.mark.parametrize(
    ("view", "day", "title"),
    [
        (View.DAY, date(2028, 2, 29), "Tuesday 29 February 2028"),
        (View.WEEK, date(2026, 11, 25), "Week 48, 23–29 November 2026"),
        (View.WEEK, date(2026, 12, 31), "Week 53, 28 December – 3 January 2027"),
        (View.MONTH, date(2026, 11, 25), "November 2026"),
        (View.QUARTER, date(2026, 11, 25), "October – December 2026"),
    ],
)
def test_a_page_says_which_time_it_shows(view, day, title):
    assert title_of(view, day, 0) == title


@pytest.mark.parametrize(
    ("view", "day", "later", "earlier"),
    [
        (View.DAY, date(2028, 2, 28), date(2028, 2, 29), date(2028, 2, 27)),
        (View.WEEK, date(2026, 12, 30), date(2027, 1, 6), date(2026, 12, 23)),
        (View.MONTH, date(2026, 1, 31), date(2026, 2, 1), date(2025, 12, 1)),
        (View.QUARTER, date(2026, 11, 30), date(2027, 1, 1), date(2026, 7, 1)),
    ],
)
def test_earlier_and_later_turn_one_page(view, day, later, earlier):
    assert (stepped(view, day, 1), stepped(view, day, -1)) == (later, earlier)


def test_days_on_which_clocks_change_are_as_long_as_they_are():
    spring = window_of(View.DAY, date(2027, 3, 28), BERLIN)
    autumn = window_of(View.DAY, date(2026, 10, 25), BERLIN)
    assert spring.ends - spring.begins == timedelta(hours=23)
    assert autumn.ends - autumn.begins == timedelta(hours=25)
    hours = page(View.DAY, date(2026, 10, 25), viewer=BERLIN).marks
    assert hours[1] == pytest.approx(4 / 25), "03:00 comes after two hours from two to three"


def test_a_release_lies_on_the_day_of_the_viewers_zone():
    late = planned("PAY-1", datetime(2026, 11, 25, 3, tzinfo=UTC), 1)
    assert lying(page(View.MONTH, date(2026, 11, 1), late, viewer=PLAIN))["2026-11-25"]
    assert lying(page(View.MONTH, date(2026, 11, 1), late, viewer=SUNDAYS))["2026-11-24"]


def test_a_release_over_three_months_lies_on_every_day_of_it_and_goes_on():
    long = planned("PAY-1", datetime(2026, 10, 15, 9, tzinfo=UTC), 24 * 70)
    november = page(View.MONTH, date(2026, 11, 1), long)
    assert all(there == ["PAY-1"] for there in lying(november).values())
    bars = [row.bars[0] for row in november.rows]
    assert all(bar.before and bar.after for bar in bars)
    assert len(november.entries) == 1
    december = page(View.MONTH, date(2026, 12, 1), long).rows[3].bars[0]
    assert (december.before, december.after, december.last) == (True, False, 3)


def test_what_ends_at_midnight_does_not_lie_on_the_next_day():
    there = lying(page(View.WEEK, date(2026, 11, 23), planned("PAY-1", 22, 2)))
    assert (there["2026-11-23"], there["2026-11-24"]) == (["PAY-1"], [])


def test_fifty_on_one_day_are_three_and_47_more():
    fifty = [planned(f"PAY-{n}", 10) for n in range(50)]
    shown = page(View.MONTH, date(2026, 11, 1), *fifty)
    [cell] = [each for row in shown.rows for each in row.cells if each.more]
    assert (cell.day, cell.more, len(shown.entries), shown.total) == ("2026-11-23", 47, 3, 50)
    [said] = text_of(shown)
    assert (len(said.entries), said.more) == (3, 47)


def test_a_release_keeps_its_lane_over_the_days_of_a_week():
    long = planned("PAY-1", 10, 24 * 3)
    short = [planned(f"WEB-{n}", at(9 + 24 * n), 1) for n in range(4)]
    row = next(
        row
        for row in page(View.MONTH, date(2026, 11, 1), long, *short).rows
        if row.cells[0].day == "2026-11-23"
    )
    assert [(bar.lane, bar.first, bar.last) for bar in row.bars][:2] == [(0, 0, 3), (1, 0, 0)]


def test_freezes_stand_on_each_of_their_days_and_today_is_marked():
    christmas = freeze("Christmas", 12, 50)
    shown = page(View.MONTH, date(2026, 11, 1), freezes=[christmas], now=at(25))
    cells = [each for row in shown.rows for each in row.cells]
    frozen = {each.day: each.frozen[0] for each in cells if each.frozen}
    assert frozen == {
        "2026-11-23": "Christmas from 12:00",
        "2026-11-24": "Christmas",
        "2026-11-25": "Christmas until 02:00",
    }
    assert [each.day for each in cells if each.today] == ["2026-11-24"]
    assert [each.day for each in cells if each.outside][:1] == ["2026-10-26"]


def test_the_text_says_of_each_day_what_its_picture_shows():
    payments = planned("PAY-142", 10, 2, name="Payments", version="4.2")
    shown = build_page(
        View.WEEK,
        date(2026, 11, 23),
        [
            *listed(payments),
            *listed(planned("", 34, 20, id="rel_x"), planned=True),
        ],
        [freeze("Christmas", 48, 72)],
        viewer=PLAIN,
        now=at(1),
        clashing={payments.id},
    )
    assert [(each.title, each.frozen, each.entries) for each in text_of(shown)] == [
        (
            "Mon 23 Nov (today)",
            (),
            ("○ PAY-142 Payments 4.2, 10:00–12:00, scheduled, in conflict",),
        ),
        ("Tue 24 Nov", (), ("◌ Web, Tue 24 Nov 10:00 – Wed 25 Nov 06:00, planned",)),
        (
            "Wed 25 Nov",
            ("Christmas",),
            ("◌ Web, Tue 24 Nov 10:00 – Wed 25 Nov 06:00, planned",),
        ),
    ]


def test_a_page_without_releases_and_freezes_is_empty():
    assert is_empty(page(View.MONTH, date(2026, 11, 1)))
    assert not is_empty(page(View.MONTH, date(2026, 11, 1), freezes=[freeze("Christmas", 0, 1)]))


def test_a_page_comes_as_it_was_to_the_process_that_draws_it():
    shown = page(View.MONTH, date(2026, 11, 1), planned("PAY-1", 10, 50), now=at(1))
    assert page_of(json.loads(page_json(shown))["calendar"]) == shown
    assert shown.entries[0].state is Shown.SCHEDULED


@settings(max_examples=80)
@given(
    st.sampled_from(View),
    st.dates(date(2026, 10, 1), date(2027, 4, 1)),
    st.integers(0, 6),
    st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland", "America/St_Johns"]),
    st.lists(st.tuples(st.integers(-3000, 4000), st.integers(0, 500)), max_size=30),
)
def test_every_release_of_the_time_is_shown_or_counted_on_each_of_its_days(
    view, day, first_weekday, zone, drawn
):
    viewer = Viewer(zone=zone, first_weekday=first_weekday)
    those = listed(*(planned(f"P-{n}", begins, hours) for n, (begins, hours) in enumerate(drawn)))
    shown = build_page(view, day, those, viewer=viewer, now=NOW)
    rows = rows_of(view, day, first_weekday)
    for cells, row in zip(rows, shown.rows, strict=True):
        for n, days_ in enumerate(cells):
            cell = days_.span(ZoneInfo(zone))
            there = [
                each
                for each in those
                if each.span.begins < cell.ends
                and (each.span.ends > cell.begins or each.span.begins >= cell.begins)
            ]
            bars = [bar for bar in row.bars if bar.first <= n <= bar.last]
            assert len(bars) + row.cells[n].more == len(there)
        for one, other in combinations(row.bars, 2):
            assert one.lane != other.lane or one.last < other.first or other.last < one.first
        assert all(bar.lane < LANES[view] for bar in row.bars)
