"""Which version follows: by the highest there is, whoever gave it, and never one twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.groups.model import VersionKind, VersionRule
from orchestration.groups.versions import next_version

DAY = date(2026, 11, 24)
MAJOR, MINOR, PATCH = VersionKind.SEMVER_MAJOR, VersionKind.SEMVER_MINOR, VersionKind.SEMVER_PATCH


@pytest.mark.parametrize(
    ("kind", "known", "follows"),
    [
        (MAJOR, (), "1.0.0"),
        (MINOR, (), "0.1.0"),
        (PATCH, (), "0.0.1"),
        (MAJOR, ("1.4.2",), "2.0.0"),
        (MINOR, ("1.4.2",), "1.5.0"),
        (PATCH, ("1.4.2",), "1.4.3"),
        (MINOR, ("1.9.0", "1.10.0"), "1.11.0"),
        (MINOR, ("1.4.0", "2.0.0", "1.5.0"), "2.1.0"),
        (MINOR, ("v1.4.0",), "v1.5.0"),
        (MINOR, ("4.2",), "4.3.0"),
        (MINOR, ("1.5.0-rc.1",), "1.5.0"),
        (PATCH, ("1.4.2+build.7",), "1.4.3"),
        (MINOR, ("next", "the big one"), "0.1.0"),
    ],
)
def test_a_semantic_version_follows_from_the_highest(kind, known, follows):
    assert next_version(VersionRule(kind=kind), known, DAY) == follows


def test_the_first_version_is_as_it_was_said_and_a_higher_one_said_later_goes_on_from_there():
    rule = VersionRule(kind=MINOR, first="3.0.0")
    assert next_version(rule, (), DAY) == "3.0.0"
    assert next_version(rule, ("1.4.0",), DAY) == "3.0.0"
    assert next_version(rule, ("3.0.0",), DAY) == "3.1.0"


@pytest.mark.parametrize(
    ("pattern", "on", "known", "follows"),
    [
        ("YYYY.0M.MICRO", DAY, (), "2026.11.0"),
        ("YYYY.0M.MICRO", DAY, ("2026.11.0", "2026.11.7", "2026.10.9"), "2026.11.8"),
        ("YYYY.MM.DD", date(2026, 2, 3), (), "2026.2.3"),
        ("YYYY.0M.0D", date(2026, 2, 3), (), "2026.02.03"),
        ("YY.MM", DAY, ("26.11",), "26.11.1"),
        ("YY.MM", DAY, ("26.11", "26.11.1"), "26.11.2"),
        ("0Y.0W", date(2005, 1, 10), (), "05.02"),
        ("YYYY.WW", date(2027, 1, 1), (), "2026.53"),
        ("YYYY.0W", date(2024, 12, 30), (), "2025.01"),
        ("vYYYY.MM-MICRO", DAY, ("v2026.11-0",), "v2026.11-1"),
    ],
)
def test_a_version_by_the_calendar_says_its_day(pattern, on, known, follows):
    rule = VersionRule(kind=VersionKind.CALVER, pattern=pattern)
    assert next_version(rule, known, on) == follows


def test_a_version_that_people_say_themselves_is_empty_until_they_do():
    assert next_version(VersionRule(), ("1.0.0",), DAY) == ""


RULES = st.one_of(
    st.builds(VersionRule, kind=st.sampled_from([MAJOR, MINOR, PATCH]), first=st.just("1.4.0")),
    st.builds(
        VersionRule,
        kind=st.just(VersionKind.CALVER),
        pattern=st.sampled_from(["YYYY", "YY.0M", "YYYY.0M.MICRO", "YYYY.0W", "MICRO.YYYY"]),
    ),
)


@given(RULES, st.lists(st.dates(date(2024, 1, 1), date(2028, 1, 1)), max_size=30), st.text())
def test_no_version_comes_twice_whatever_stood_before(rule, days, by_hand):
    known = [by_hand]
    for day in sorted(days):
        known.append(next_version(rule, known, day))
    assert len(set(known)) == len(known)
