"""What is typed after `calendar`: views, days and filters, read forgivingly."""

from datetime import date

import pytest

from orchestration.calendar.filters import CalendarAsked, Filters, read_asked
from orchestration.calendar.page import Shown, View
from orchestration.errors import Rejected

TODAY = date(2026, 11, 23)


def read(text):
    return read_asked(text, today=TODAY, by="U0ALICE00")


def test_nothing_typed_is_this_month():
    assert read("") == CalendarAsked(view=View.MONTH, day=TODAY)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("tag:backend", Filters(tag=("backend",))),
        ("Tags: backend, web", Filters(tag=("backend", "web"))),
        ("tag:a tag:b", Filters(tag=("a", "b"))),
        ('group:"Payments weekly"', Filters(group=("Payments weekly",))),
        ('group:"Payments weekly', Filters(group=("Payments weekly",))),
        ("env:production", Filters(environment=("production",))),
        ("owner:me", Filters(owner=("U0ALICE00",))),
        ("owner: <@U0BOB0000>", Filters(owner=("U0BOB0000",))),
        ("status:failed,missed", Filters(status=(Shown.FAILED, Shown.MISSED))),
        ("state:Planned", Filters(status=(Shown.PLANNED, Shown.SCHEDULED))),
    ],
)
def test_a_filter_is_read_however_it_is_written(text, filters):
    assert read(text) == CalendarAsked(view=View.MONTH, day=TODAY, filters=filters)


def test_view_day_and_filters_stand_in_any_order():
    expected = CalendarAsked(
        view=View.WEEK, day=date(2026, 12, 24), filters=Filters(team=("Payments",))
    )
    assert read("team:Payments WEEK 2026-12-24") == expected
    assert read("2026-12-24 week team: Payments") == expected
    assert read("quarter 2027-2").day == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gruop:payments", "no filter “gruop”. Did you mean `group:`?"),
        ("color:red", "no filter “color”. There are `group:`, `process:`"),
        ("tag:", "After `tag:` comes what to show"),
        ("mounth", "“mounth” says nothing to the calendar. Did you mean `month`?"),
        ("2026-02-30", "There is no day 2026-02-30."),
        ("status:green", "There is no status “green”. There are planned, scheduled"),
        ("owner:dana", "An owner is somebody you mention"),
    ],
)
def test_what_cannot_be_meant_is_named_with_what_can_be_written(text, said):
    with pytest.raises(Rejected) as refused:
        read(text)
    assert said in refused.value.text
