"""What is previewed is what is made; and absences, swaps and turns by their rules alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.errors import Rejected
from orchestration.groups.model import OwnerRotation, VersionKind, VersionRule
from orchestration.groups.naming import Naming, check_template, name_of
from orchestration.groups.rotation import Attendance, owner_of
from tests.groups.building import WEEK, settings
from tests.storage.building import ANA, BEN, CLEO, DAN, NOON

OWNERS = OwnerRotation(owners=(ANA, BEN, CLEO))
LATER = NOON + WEEK


def taking(attendance, turns=6):
    return [owner_of(OWNERS, turn, NOON, attendance) for turn in range(turns)]


def test_each_takes_a_turn_in_order():
    assert taking(Attendance()) == [ANA, BEN, CLEO, ANA, BEN, CLEO]


def test_whoever_is_away_is_passed_over_and_the_order_stays():
    assert taking(Attendance(away={BEN: LATER})) == [ANA, CLEO, CLEO, ANA, CLEO, CLEO]


def test_an_absence_that_is_over_by_then_does_not_count():
    assert taking(Attendance(away={BEN: NOON})) == taking(Attendance())


def test_where_everybody_is_away_it_stays_with_whose_turn_it_is():
    everybody = dict.fromkeys((ANA, BEN, CLEO), LATER)
    assert taking(Attendance(away=everybody)) == taking(Attendance())


def test_somebody_who_left_is_never_chosen_while_anybody_else_is_known():
    left = Attendance(away={BEN: LATER, CLEO: LATER}, gone=frozenset({ANA}))
    assert ANA not in taking(left)


@given(
    st.sets(st.sampled_from([ANA, BEN, CLEO])),
    st.sets(st.sampled_from([ANA, BEN, CLEO])),
    st.integers(0, 100),
)
def test_somebody_who_is_there_has_every_turn_where_anybody_is(away, gone, turn):
    attendance = Attendance(away=dict.fromkeys(away, LATER), gone=frozenset(gone))
    owner = owner_of(OWNERS, turn, NOON, attendance)
    anybody = {ANA, BEN, CLEO} - away - gone
    assert owner in (anybody or {ANA, BEN, CLEO})


NAMING = Naming(group="Payments", date=NOON, number=142, version="1.5.0")


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{{ group }} {{ date | format('%G-W%V') }}", "Payments 2026-W48"),
        ("{{ group }} {{ version }}", "Payments 1.5.0"),
        ("Train {{ number }}", "Train 142"),
        ("{{ date | format('%A %H:%M') }}", "Monday 12:00"),
        ("Plain", "Plain"),
    ],
)
def test_a_template_says_group_date_number_and_version(template, name):
    check_template(template)
    assert name_of(template, NAMING) == name


@pytest.mark.parametrize("template", ["{{ owner }}", "{{ inputs.x }}", "{{ date", "{{ 1 + }}", ""])
def test_a_template_that_cannot_be_filled_in_says_why(template):
    with pytest.raises(Rejected, match="cannot be called"):
        check_template(template)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every Tuesday at 10:00 Europe/Berlin", VersionRule(kind=VersionKind.SEMVER_MAJOR)),
        ("last working day of the month at 17:00", VersionRule(kind=VersionKind.MANUAL)),
        (
            "every working day at 2:30 Europe/Berlin",
            VersionRule(kind=VersionKind.CALVER, pattern="YYYY.0W.MICRO"),
        ),
    ],
)
async def test_what_is_previewed_is_what_is_made(groups, words, rule):
    await groups.away(BEN, until=NOON + 30 * timedelta(days=1))
    said = {"version_rule": rule, "lead_time": timedelta(days=70)}
    preview = await groups.service.preview(settings(words, **said), by=DAN, many=500)
    await groups.made(words, **said)
    made = [(x.begins_at, x.name, x.version, x.owner) for x in await groups.releases()]
    assert made == [(x.at, x.name, x.version, x.owner) for x in preview.dates][: len(made)]
    assert len(made) > 2


async def test_what_the_dates_of_a_group_conflict_with_is_named_before_it_is_kept(groups):
    takes = {"expected_duration": timedelta(hours=2), "services": ("shop",)}
    await groups.made("every Tuesday at 11:00 Europe/Berlin", name="Web", **takes)
    wanted = settings("every Tuesday and Friday at 10:00 Europe/Berlin", **takes)
    tuesday, friday, *_ = (await groups.service.preview(wanted, by=DAN)).dates
    [said] = tuesday.in_the_way
    assert said.startswith("Payments ({t:")
    assert said.endswith("both service shop")
    assert friday.in_the_way == ()
    alone = settings("every Tuesday at 10:00 Europe/Berlin", services=("pay",))
    assert all(
        each.in_the_way == () for each in (await groups.service.preview(alone, by=DAN)).dates
    )


async def test_owners_who_would_be_asked_to_start_and_may_not_are_named_before_it_is_kept(groups):
    asked = await groups.service.preview(settings(owners=(ANA, DAN)), by=DAN)
    assert asked.cannot_start == (ANA,)
    by_itself = await groups.service.preview(settings(owners=(ANA,), auto_start=True), by=DAN)
    assert by_itself.cannot_start == ()
