"""What a running release has to hear of freezes: the same, however often it is asked."""

from __future__ import annotations

from datetime import timedelta

from orchestration.execution.engine import advance
from orchestration.execution.events import FreezeHeld, FreezeLifted, FreezeOver
from orchestration.freezes.model import FreezeEffect
from orchestration.freezes.reconciling import goes_on_by_itself, to_hear
from tests.execution.building import running, todo
from tests.freezes.building import BEN, CHRISTMAS, DAN, exception, freeze, release

HOUR = timedelta(hours=1)
HOLDS = freeze(effect=FreezeEffect.HOLD_RUNNING)
INSIDE = CHRISTMAS.begins + HOUR


def heard(execution, freezes, now, **given):
    """What it is told, and how it stands then."""
    events = list(to_hear(freezes, release(**given), execution, now))
    for each in events:
        execution = advance(execution, each).execution
    return events, execution


def kinds(events):
    return [type(each) for each in events]


def held():
    return heard(running(todo("a")), [HOLDS], INSIDE)[1]


def test_it_is_held_when_the_freeze_begins_and_once():
    events, execution = heard(running(todo("a")), [HOLDS], CHRISTMAS.begins)
    assert kinds(events) == [FreezeHeld]
    assert heard(execution, [HOLDS], INSIDE)[1] is execution


def test_nothing_is_heard_before_it_begins_or_of_a_freeze_that_lets_run_what_runs():
    assert not heard(running(todo("a")), [HOLDS], CHRISTMAS.begins - HOUR)[0]
    for effect in (FreezeEffect.BLOCK_START, FreezeEffect.WARN):
        assert not heard(running(todo("a")), [freeze(effect=effect)], INSIDE)[0]


def test_it_is_over_when_its_window_ends_and_when_it_is_archived_or_holds_no_more():
    for freezes, now in (
        ([HOLDS], CHRISTMAS.ends),
        ([HOLDS.model_copy(update={"archived_by": DAN})], INSIDE),
        ([freeze(effect=FreezeEffect.WARN)], INSIDE),
        ([], INSIDE),
    ):
        events, execution = heard(held(), freezes, now)
        assert kinds(events) == [FreezeOver]
        assert not heard(execution, freezes, now + HOUR)[1].frozen[0].resumed_at


def test_an_exception_lets_it_go_on():
    events, execution = heard(held(), [HOLDS], INSIDE, freeze_exceptions=(exception(),))
    assert kinds(events) == [FreezeLifted]
    assert execution.freezes[0].resumed_by == BEN
    assert not execution.frozen


def test_a_freeze_whose_end_is_moved_holds_until_then():
    longer = CHRISTMAS.model_copy(update={"ends": CHRISTMAS.ends + HOUR})
    moved = freeze(effect=FreezeEffect.HOLD_RUNNING, windows=(longer,))
    _, execution = heard(held(), [moved], INSIDE)
    assert execution.frozen[0].until == longer.ends


def test_a_freeze_whose_beginning_is_moved_while_it_is_on_asks_nobody_to_resume():
    earlier = CHRISTMAS.model_copy(update={"begins": CHRISTMAS.begins - HOUR})
    moved = freeze(effect=FreezeEffect.HOLD_RUNNING, windows=(earlier,))
    events, execution = heard(held(), [moved], INSIDE)
    assert kinds(events) == [FreezeHeld, FreezeOver]
    assert [each.over_at is None for each in execution.frozen] == [False, True]


def test_who_held_it_ahead_of_the_freeze_keeps_it_held_until_the_freeze_is_over():
    ahead = FreezeHeld(
        at=CHRISTMAS.begins - HOUR,
        freeze=HOLDS.id,
        name="Christmas",
        begins=CHRISTMAS.begins,
        until=CHRISTMAS.ends,
        by=DAN,
    )
    execution = advance(running(todo("a")), ahead).execution
    assert heard(execution, [HOLDS], CHRISTMAS.begins - HOUR / 2)[1] is execution
    assert heard(execution, [HOLDS], INSIDE)[1] is execution
    assert kinds(heard(execution, [HOLDS], CHRISTMAS.ends)[0]) == [FreezeOver]
    assert kinds(heard(execution, [], CHRISTMAS.begins - HOUR / 2)[0]) == [FreezeOver]


def test_a_short_hold_may_end_by_itself_and_a_long_one_may_not():
    _, execution = heard(held(), [], INSIDE + 23 * HOUR)
    assert goes_on_by_itself(execution, INSIDE + 23 * HOUR)
    assert not goes_on_by_itself(execution, INSIDE + 24 * HOUR)
    assert not goes_on_by_itself(held(), INSIDE + HOUR)
