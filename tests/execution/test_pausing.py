"""A paused release: nothing new starts, what runs goes to its end, and resuming begins the rest."""

import pytest

from orchestration.effects import TriggerPipeline, WakeUp
from orchestration.effects.announcements import AnnouncePause
from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.values import ActivityRef
from tests.execution.building import (
    DANA,
    EVENING,
    FAIL,
    LATER,
    RETRY,
    aborted,
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


def test_nothing_new_starts_while_what_runs_goes_to_its_end():
    release = after(running(pipeline("build"), pipeline("ship", after=("build",))), paused())
    step = advance(release, ran("build"))
    assert status(step.execution, "build") is ActivityStatus.SUCCEEDED
    assert status(step.execution, "ship") is ActivityStatus.PENDING
    assert not [each for each in step.effects if isinstance(each, TriggerPipeline)]
    assert dict(step.execution.held_back) == {"work.ship": LATER}


def test_resuming_begins_what_was_held_back_and_nothing_else():
    first, then = todo("first"), pipeline("then", after=("first",))
    release = after(running(first, then, todo("still")), paused(), done("first"))
    step = advance(release, resumed())
    triggers = [each.ref for each in step.effects if isinstance(each, TriggerPipeline)]
    assert triggers == [place("then")]
    assert step.execution.activity(place("then")).started_at == EVENING
    assert not step.execution.held_back
    assert step.execution.paused is None


def test_a_sign_off_given_in_a_pause_counts():
    release = after(running(sign_off("qa"), todo("tell", after=("qa",))), paused(), signed("qa"))
    assert status(release, "qa") is ActivityStatus.SUCCEEDED
    assert status(after(release, resumed()), "tell") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_that_is_reached_in_a_pause_begins_when_it_is_over():
    ship = phase("ship", todo("deploy"), after=("work",))
    release = after(running(todo("build"), ship), paused(), done("build"))
    assert begun(release) == {"build"}
    assert list(release.held_back) == ["ship"]
    assert "ship.deploy" in begun(after(release, resumed()))


def test_a_phase_whose_time_comes_in_a_pause_begins_when_it_is_over():
    ship = phase("ship", todo("deploy"), after=("work",), not_before="start + 2d")
    release = after(running(todo("build"), ship), done("build"), paused())
    release = after(release, Elapsed(at=LATER, ref=ActivityRef("ship"), attempt=1, of="not_before"))
    assert not release.held_until
    assert begun(release) == {"build"}
    assert "ship.deploy" in begun(after(release, resumed()))


def test_a_phase_that_is_reached_in_a_pause_before_its_time_waits_for_it():
    ship = phase("ship", todo("deploy"), after=("work",), not_before="start + 2d")
    step = advance(after(running(todo("build"), ship), paused()), done("build"))
    assert list(step.execution.held_until) == ["ship"]
    assert [each.of for each in step.effects if isinstance(each, WakeUp)] == ["not_before"]
    assert begun(after(step.execution, resumed())) == {"build"}


def test_a_soak_time_without_activities_is_not_over_in_a_pause():
    soak, ship = phase("soak", after=("work",)), phase("ship", todo("deploy"), after=("soak",))
    release = after(running(todo("build"), soak, ship), paused(), done("build"))
    assert begun(release) == {"build"}
    assert "ship.deploy" in begun(after(release, resumed()))


def test_a_next_try_that_is_due_in_a_pause_is_made_when_it_is_over():
    release = after(running(pipeline("flaky", on_failure=RETRY)), failed("flaky"), paused())
    release = after(release, next_try("flaky"))
    assert release.activity(place("flaky")).attempt == 1
    assert advance(release, next_try("flaky")).execution is release
    release = after(release, resumed())
    assert release.activity(place("flaky")).attempt == 2
    assert release.activity(place("flaky")).tries == 1


def test_nothing_is_retried_by_hand_in_a_pause():
    release = after(running(pipeline("build")), failed("build"), paused())
    assert advance(release, retried("build")).execution is release
    assert status(after(release, resumed(), retried("build")), "build") is ActivityStatus.QUEUED


def test_a_condition_is_decided_when_its_activity_begins():
    release = running(todo("first"), todo("then", after=("first",), if_="1 == 2"))
    release = after(release, paused(), done("first"))
    assert status(release, "then") is ActivityStatus.PENDING
    assert after(release, resumed()).status is ExecutionStatus.SUCCEEDED


def test_a_release_whose_last_work_settles_in_a_pause_ends():
    assert after(running(todo("all")), paused(), done("all")).status is ExecutionStatus.SUCCEEDED


def test_a_paused_release_can_be_aborted():
    assert after(running(todo("all")), paused(), aborted()).status is ExecutionStatus.ABORTED


def test_a_release_that_fails_cannot_be_paused_since_nothing_starts_any_more():
    fatal = running(pipeline("fatal", on_failure=FAIL), pipeline("other"))
    release = after(fatal, failed("fatal"))
    assert advance(release, paused()).execution is release


@pytest.mark.parametrize("line_stopped", [True, False])
def test_the_channel_is_told_once_of_each_pause_and_of_its_end(line_stopped):
    release = running(todo("all"))
    first = advance(release, paused(by=DANA, line_stopped=line_stopped))
    again = advance(first.execution, paused(line_stopped=line_stopped))
    over = advance(first.execution, resumed())
    told = [
        [each for each in step.effects if isinstance(each, AnnouncePause)]
        for step in (first, again, over)
    ]
    assert [[(each.number, each.over) for each in step] for step in told] == [
        [(1, False)],
        [],
        [(1, True)],
    ]
    assert first.execution.pauses[0].by == DANA
    second = advance(over.execution, paused()).execution
    assert len(second.pauses) == 2
