"""Which freeze holds which release, and from when on it is free."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orchestration.freezes.holding import blocking_at, freezes_at, holding_at, next_free
from orchestration.freezes.model import FreezeEffect, FreezeScope
from orchestration.freezes.windows import HORIZON
from orchestration.releases.model import ReleaseType
from orchestration.values import FreezeId, ProcessId, ReleaseGroupId
from tests.freezes.building import (
    CHRISTMAS,
    DAN,
    NOW,
    berlin,
    exception,
    freeze,
    release,
    weekends,
    window,
)

INSIDE = CHRISTMAS.begins + timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        (FreezeScope(), True),
        (FreezeScope(tags=("WEB",)), True),
        (FreezeScope(tags=("mobile",)), False),
        (FreezeScope(tags=("mobile",), services=("api",)), True),
        (FreezeScope(groups=(ReleaseGroupId("payments-weekly"),)), True),
        (FreezeScope(groups=(ReleaseGroupId("shop-weekly"),)), False),
        (FreezeScope(environments=("production",)), True),
        (FreezeScope(environments=("staging",)), False),
        (FreezeScope(processes=(ProcessId("payments"),)), True),
        (FreezeScope(processes=(ProcessId("shop"),)), False),
    ],
)
def test_a_freeze_holds_what_has_one_of_the_things_it_names(scope, held):
    assert bool(blocking_at([freeze(scope=scope)], release(), INSIDE)) is held


def test_a_freeze_that_names_nothing_holds_a_release_without_a_group_or_tags():
    plain = release(tags=(), group=None, services=(), environments=())
    assert blocking_at([freeze()], plain, INSIDE)
    named = FreezeScope(tags=("web",), groups=(ReleaseGroupId("payments-weekly"),))
    assert not blocking_at([freeze(scope=named)], plain, INSIDE)


def test_a_hotfix_goes_through_a_freeze_that_lets_hotfixes_through():
    letting = freeze(lets_through=(ReleaseType.HOTFIX,))
    assert not blocking_at([letting], release(type=ReleaseType.HOTFIX), INSIDE)
    assert blocking_at([letting], release(), INSIDE)


def test_an_exception_lets_one_release_through_one_window():
    weekend = window(berlin(2026, 11, 27, 16), berlin(2026, 11, 30, 8))
    granted = exception(weekend, freeze=FreezeId("weekends"))
    excepted = release(freeze_exceptions=(granted,))
    this, following = weekend.begins + HOUR, weekend.begins + HOUR + timedelta(days=7)
    assert not blocking_at([weekends()], excepted, this)
    assert blocking_at([weekends()], excepted, following)
    assert blocking_at([weekends()], release(), this)


def test_an_exception_that_is_asked_for_or_refused_lets_nothing_through():
    asked = exception(granted=False, decided_by=None, decided_at=None)
    assert blocking_at([freeze()], release(freeze_exceptions=(asked,)), INSIDE)
    refused = exception(granted=False)
    assert blocking_at([freeze()], release(freeze_exceptions=(refused,)), INSIDE)


@pytest.mark.parametrize(
    ("effect", "blocks", "holds"),
    [
        (FreezeEffect.BLOCK_START, True, False),
        (FreezeEffect.HOLD_RUNNING, True, True),
        (FreezeEffect.WARN, False, False),
    ],
)
def test_what_a_freeze_does_is_what_its_effect_says(effect, blocks, holds):
    frozen = [freeze(effect=effect)]
    assert bool(blocking_at(frozen, release(), INSIDE)) is blocks
    assert bool(holding_at(frozen, release(), INSIDE)) is holds
    assert freezes_at(frozen, release(), INSIDE, INSIDE + HOUR)


def test_a_release_that_runs_into_a_freeze_is_found_and_one_that_ends_before_is_not():
    begins = CHRISTMAS.begins - 2 * HOUR
    assert not freezes_at([freeze()], release(), begins, begins + 2 * HOUR)
    assert freezes_at([freeze()], release(), begins, begins + 3 * HOUR)


def test_an_archived_freeze_holds_nothing():
    assert not blocking_at([freeze(archived_by=DAN)], release(), INSIDE)


def test_the_next_free_time_is_now_where_nothing_holds():
    assert next_free([freeze(), weekends()], release(), NOW) == NOW


def test_the_next_free_time_is_after_freezes_that_follow_one_another():
    """Christmas ends on Monday at eight; one that overlaps it goes on until Wednesday."""
    longer = freeze(
        id=FreezeId("stocktaking"),
        windows=(window(berlin(2027, 1, 2), berlin(2027, 1, 6, 12)),),
    )
    found = next_free([freeze(), longer, weekends()], release(), INSIDE)
    assert found == berlin(2027, 1, 6, 12)


def test_the_next_free_time_leaves_room_for_the_whole_release():
    friday = berlin(2026, 11, 27, 14)
    assert next_free([weekends()], release(), friday, lasts=2 * HOUR) == friday
    assert next_free([weekends()], release(), friday, lasts=3 * HOUR) == berlin(2026, 11, 30, 8)


def test_a_freeze_that_only_warns_leaves_the_time_free():
    assert next_free([freeze(effect=FreezeEffect.WARN)], release(), INSIDE) == INSIDE


def test_where_all_of_a_year_is_frozen_no_time_is_free():
    ever = freeze(windows=(window(NOW, NOW + HORIZON + timedelta(days=1)),))
    assert next_free([ever], release(), NOW) is None
