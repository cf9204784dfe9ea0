"""A running release that a freeze holds: what waits, what goes to its end, and who is asked."""

import pytest

from orchestration.effects import TriggerPipeline
from orchestration.effects.freeze import AnnounceFreeze, AskToResume
from orchestration.execution.engine import advance
from orchestration.execution.events import FreezeHeld, FreezeLifted, FreezeOver
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.values import FreezeId
from tests.execution.building import (
    DAY,
    EVENING,
    LATER,
    NOON,
    OWNER,
    RETRY,
    after,
    begun,
    done,
    failed,
    next_try,
    paused,
    phase,
    pipeline,
    place,
    ran,
    resumed,
    retried,
    running,
    sign_off,
    signed,
    status,
    todo,
)

CHRISTMAS = FreezeId("christmas")
UNTIL = NOON + 9 * DAY


def frozen(freeze=CHRISTMAS, *, begins=LATER, until=UNTIL, at=LATER, by=None):
    return FreezeHeld(at=at, freeze=freeze, name="Christmas", begins=begins, until=until, by=by)


def over(freeze=CHRISTMAS, *, begins=LATER, at=UNTIL):
    return FreezeOver(at=at, freeze=freeze, begins=begins)


def lifted(freeze=CHRISTMAS, *, begins=LATER, at=EVENING, by=None):
    return FreezeLifted(at=at, freeze=freeze, begins=begins, by=by)


def told(step, kind=AnnounceFreeze):
    return [each for each in step.effects if isinstance(each, kind)]


def test_nothing_new_starts_in_a_freeze_while_what_runs_goes_to_its_end():
    release = after(running(pipeline("build"), pipeline("ship", after=("build",))), frozen())
    step = advance(release, ran("build"))
    assert status(step.execution, "build") is ActivityStatus.SUCCEEDED
    assert status(step.execution, "ship") is ActivityStatus.PENDING
    assert list(step.execution.held_back) == ["work.ship"]


def test_a_phase_that_is_reached_in_a_freeze_begins_when_it_is_resumed_after_it():
    ship = phase("ship", todo("deploy"), after=("work",))
    release = after(running(todo("build"), ship), frozen(), done("build"))
    assert begun(release) == {"build"}
    release = after(release, over())
    assert begun(release) == {"build"}
    step = advance(release, resumed())
    assert "ship.deploy" in begun(step.execution)
    assert not step.execution.frozen


def test_an_uninterruptible_phase_that_has_begun_goes_to_its_end():
    ship = uninterruptible(phase("ship", todo("deploy"), todo("check", after=("deploy",))))
    tell = phase("tell", todo("mail"), after=("ship",))
    release = after(running(ship, tell), frozen(), done("ship.deploy"))
    assert begun(release) == {"ship.deploy", "ship.check"}
    release = after(release, done("ship.check"))
    assert begun(release) == {"ship.deploy", "ship.check"}
    assert list(release.held_back) == ["tell"]


def test_an_uninterruptible_phase_that_has_not_begun_is_held():
    ship = uninterruptible(phase("ship", todo("deploy"), after=("work",)))
    release = after(running(todo("build"), ship), frozen(), done("build"))
    assert begun(release) == {"build"}
    assert list(release.held_back) == ["ship"]


def test_what_is_tried_again_by_itself_waits_for_the_end_of_a_freeze():
    release = after(running(pipeline("flaky", on_failure=RETRY)), failed("flaky"), frozen())
    release = after(release, next_try("flaky"))
    assert release.activity(place("flaky")).attempt == 1
    release = after(release, over(), resumed())
    assert release.activity(place("flaky")).attempt == 2


def test_nothing_is_retried_by_hand_in_a_freeze():
    release = after(running(pipeline("build")), failed("build"), frozen())
    assert advance(release, retried("build")).execution is release
    released = after(release, lifted(), retried("build"))
    assert status(released, "build") is ActivityStatus.QUEUED


def test_a_sign_off_given_in_a_freeze_counts():
    release = after(running(sign_off("qa"), todo("tell", after=("qa",))), frozen(), signed("qa"))
    assert status(release, "qa") is ActivityStatus.SUCCEEDED
    assert status(release, "tell") is ActivityStatus.PENDING


def test_an_exception_lets_it_go_on_at_once():
    release = after(running(todo("a"), pipeline("b", after=("a",))), frozen(), done("a"))
    step = advance(release, lifted(by=OWNER))
    assert [each.ref for each in step.effects if isinstance(each, TriggerPipeline)] == [place("b")]
    assert [each.what for each in told(step)] == ["lifted"]


def test_a_release_that_was_let_go_on_is_not_held_by_the_same_window_again():
    release = after(running(todo("a")), frozen(), lifted(by=OWNER))
    assert advance(release, frozen()).execution is release
    assert advance(release, lifted()).execution is release


def test_two_freezes_hold_until_both_are_over():
    easter = FreezeId("easter")
    release = running(todo("a"), todo("b", after=("a",)))
    release = after(release, frozen(), frozen(easter, until=UNTIL + DAY), done("a"))
    release = after(release, over(), resumed())
    assert status(release, "b") is ActivityStatus.PENDING
    release = after(release, over(easter), resumed())
    assert status(release, "b") is ActivityStatus.WAITING_FOR_INPUT


def test_a_pause_in_a_freeze_lasts_until_somebody_ends_it():
    release = running(todo("a"), todo("b", after=("a",)))
    release = after(release, frozen(), paused(), done("a"), over(), lifted())
    assert status(release, "b") is ActivityStatus.PENDING
    assert status(after(release, resumed()), "b") is ActivityStatus.WAITING_FOR_INPUT


def test_a_resume_while_the_freeze_is_on_ends_the_pause_alone():
    release = running(todo("a"), todo("b", after=("a",)))
    release = after(release, frozen(), paused(), done("a"), resumed())
    assert release.paused is None
    assert status(release, "b") is ActivityStatus.PENDING
    assert list(release.held_back) == ["work.b"]


def test_the_channel_is_told_once_that_a_freeze_holds_it_and_again_where_its_end_is_moved():
    release = running(todo("a"))
    first = advance(release, frozen())
    again = advance(first.execution, frozen(at=EVENING))
    longer = advance(first.execution, frozen(until=UNTIL + DAY, at=EVENING))
    assert [[(each.what, each.number) for each in told(x)] for x in (first, again, longer)] == [
        [("held", 1)],
        [],
        [("held", 2)],
    ]


def test_its_owner_is_asked_once_when_it_is_over():
    release = after(running(todo("a")), frozen())
    step = advance(release, over())
    assert len(told(step, AskToResume)) == 1
    assert advance(step.execution, over()).execution is step.execution


def test_nobody_is_asked_while_another_freeze_is_on():
    easter = FreezeId("easter")
    release = after(running(todo("a")), frozen(), frozen(easter, until=UNTIL + DAY))
    step = advance(release, over())
    assert not told(step, AskToResume)
    assert [each.freeze for each in told(advance(step.execution, over(easter)), AskToResume)] == [
        easter
    ]


def test_a_freeze_that_was_over_and_is_on_again_holds_again():
    release = after(running(todo("a")), frozen(), over(at=EVENING))
    step = advance(release, frozen(at=EVENING))
    assert step.execution.frozen[0].over_at is None
    assert not told(step, AskToResume)


def test_a_release_that_ended_is_held_by_nothing():
    release = after(running(todo("a")), done("a"))
    assert advance(release, frozen()).execution is release


@pytest.mark.parametrize("event", [over(), lifted()])
def test_what_never_held_it_changes_nothing(event):
    release = running(todo("a"))
    assert advance(release, event).execution is release


def uninterruptible(of):
    """The same phase, uninterruptible."""
    return of.model_copy(update={"uninterruptible": True})
