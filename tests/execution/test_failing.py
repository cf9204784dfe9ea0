"""`on-failure`, `retry` and `optional`: what the process says of a failure."""

from datetime import timedelta

import pytest

from orchestration.effects import CancelPipeline, ShowHold, TriggerPipeline, WakeUp
from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from orchestration.pipelines.model import RunStatus
from orchestration.processes.model import Retry
from tests.execution.building import (
    FAIL,
    LATER,
    OWNER,
    RETRY,
    after,
    broke,
    by_hand,
    chore,
    done,
    failed,
    gate,
    goes_on,
    ignored,
    manual,
    next_try,
    phase,
    pipeline,
    place,
    ran,
    rejected,
    reported,
    retried,
    running,
    status,
    task,
    timed_out,
    todo,
    unheard,
)

MINUTE = timedelta(minutes=1)


def flaky(name="build", *, attempts=2, **more):
    return pipeline(name, on_failure=RETRY, retry=Retry(attempts=attempts, backoff=MINUTE), **more)


def waits(release, name="build"):
    return release.activity(place(name)).next_try_at - LATER


def owed(release, event, kind):
    return [each for each in advance(release, event).effects if isinstance(each, kind)]


def test_what_is_to_be_retried_is_tried_again_at_a_time_that_is_kept():
    release = running(flaky())
    wake_ups = owed(release, failed("build"), WakeUp)
    release = after(release, failed("build"))
    activity = release.activity(place("build"))
    assert (activity.status, activity.tries) == (ActivityStatus.QUEUED, 1)
    assert [(each.due_at, each.of) for each in wake_ups] == [(activity.next_try_at, "next_try")]
    assert 0.8 * MINUTE <= waits(release) <= 1.2 * MINUTE
    assert after(running(flaky()), failed("build")) == release


def test_the_next_try_begins_when_its_time_has_come():
    release = after(running(flaky()), failed("build"))
    assert [each.attempt for each in owed(release, next_try("build"), TriggerPipeline)] == [2]
    release = after(release, next_try("build"))
    activity = release.activity(place("build"))
    assert (activity.attempt, activity.runs, activity.next_try_at) == (2, True, None)
    assert [(each.attempt, each.reason, each.retried_by) for each in activity.past] == [
        (1, "exit code 3", None)
    ]


def test_each_wait_is_twice_the_one_before_and_after_the_last_try_a_person_decides():
    release = after(running(flaky()), failed("build"), next_try("build"))
    release = after(release, failed("build", attempt=2))
    assert 1.6 * MINUTE <= waits(release) <= 2.4 * MINUTE
    release = after(release, next_try("build", attempt=2), failed("build", attempt=3))
    assert status(release, "build") is ActivityStatus.ON_HOLD


def test_no_wait_grows_beyond_an_hour():
    release = running(flaky(attempts=12))
    for attempt in range(1, 12):
        release = after(
            release, failed("build", attempt=attempt), next_try("build", attempt=attempt)
        )
    release = after(release, failed("build", attempt=12))
    assert waits(release) <= 72 * MINUTE


def test_two_that_failed_at_once_are_not_tried_at_once():
    release = after(running(flaky("a"), flaky("b")), failed("a"), failed("b"))
    assert waits(release, "a") != waits(release, "b")


def test_a_person_may_try_now_and_it_is_still_the_same_try():
    release = after(running(flaky()), failed("build"), retried("build"))
    activity = release.activity(place("build"))
    assert (activity.attempt, activity.tries, activity.runs) == (2, 1, True)
    assert activity.past[0].retried_by == OWNER
    assert advance(release, next_try("build")).execution is release


def test_a_person_who_retries_what_is_on_hold_gives_it_all_its_tries_again():
    release = after(running(flaky(attempts=1)), failed("build"), next_try("build"))
    release = after(release, failed("build", attempt=2), retried("build", attempt=2))
    release = after(release, failed("build", attempt=3))
    assert release.activity(place("build")).next_try_at is not None


def test_before_the_next_try_it_can_be_ignored():
    release = after(running(flaky()), failed("build"), ignored("build"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_run_that_takes_too_long_is_cancelled_and_tried_again():
    release = after(running(flaky(timeout=MINUTE)), goes_on("build"))
    assert len(owed(release, timed_out("build"), CancelPipeline)) == 1
    release = after(release, timed_out("build"))
    assert release.activity(place("build")).next_try_at is not None
    assert advance(release, timed_out("build")).execution is release


def test_what_is_heard_of_a_failed_run_before_its_next_try_changes_nothing():
    release = after(running(flaky()), failed("build"))
    assert advance(release, ran("build")).execution is release


@pytest.mark.parametrize(
    "event",
    [
        reported("build", RunStatus.CANCELLED),
        reported("build", RunStatus.FAILED, reason="no such pipeline", permanent=True),
        unheard("build"),
    ],
)
def test_what_another_try_would_not_mend_is_for_a_person_to_decide(event):
    assert status(after(running(flaky()), event), "build") is ActivityStatus.ON_HOLD


def test_its_failure_is_shown_in_the_thread_and_asks_nobody():
    copies = [each.copy for each in owed(running(flaky()), failed("build"), ShowHold)]
    assert copies == ["thread"]


# optional


def test_the_failure_of_optional_work_stops_nobody_and_is_told_at_the_end():
    release = running(pipeline("lint", optional=True), todo("tell", after=("lint",)))
    release = after(release, failed("lint"))
    assert status(release, "lint") is ActivityStatus.IGNORED
    assert status(release, "tell") is ActivityStatus.WAITING_FOR_INPUT
    assert after(release, done("tell")).status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_optional_work_that_succeeds_is_like_any_other():
    assert after(running(todo("tidy", optional=True)), done("tidy")).status is (
        ExecutionStatus.SUCCEEDED
    )


def test_all_of_an_optional_phase_is_optional():
    release = running(phase("checks", pipeline("lint"), by_hand("look"), optional=True))
    release = after(release, failed("checks.lint"), broke("checks.look"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_optional_work_is_tried_again_first():
    release = after(running(flaky(attempts=1, optional=True)), failed("build"))
    assert release.activity(place("build")).next_try_at is not None
    release = after(release, next_try("build"), failed("build", attempt=2))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_optional_work_never_fails_a_release():
    release = after(running(pipeline("lint", optional=True, on_failure=FAIL)), failed("lint"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_rejection_of_something_optional_is_still_a_decision_to_be_answered():
    release = running(manual("look", gate(), optional=True))
    assert status(after(release, rejected("look")), "look") is ActivityStatus.ON_HOLD


# fail


def fatal(name="deploy", **more):
    return pipeline(name, on_failure=FAIL, **more)


def test_a_failure_that_ends_the_release_ends_it_once_what_runs_has_ended():
    release = running(fatal(), pipeline("docs"), todo("tell", after=("docs",)))
    release = after(release, goes_on("docs"), failed("deploy"))
    assert status(release, "deploy") is ActivityStatus.FAILED
    assert release.status is ExecutionStatus.RUNNING
    release = after(release, ran("docs"))
    assert release.status is ExecutionStatus.FAILED
    assert release.ended_at == LATER
    assert status(release, "docs") is ActivityStatus.SUCCEEDED
    assert status(release, "tell") is ActivityStatus.PENDING


def test_what_waits_for_people_or_for_a_next_try_ends_with_it():
    release = running(fatal(), todo("ask"), flaky(), pipeline("held"))
    release = after(release, failed("held"), failed("build"), failed("deploy"))
    assert release.status is ExecutionStatus.FAILED
    assert {status(release, each) for each in ("ask", "held", "build")} == {ActivityStatus.ABORTED}
    assert task(release, "ask").status is TaskStatus.CLOSED
    assert release.activity(place("ask")).reason == "“deploy” failed"


def test_what_fails_later_does_not_ask_anybody_any_more():
    release = running(fatal(), flaky(), pipeline("docs"))
    release = after(release, failed("deploy"), failed("build"), unheard("docs"))
    assert {status(release, each) for each in ("deploy", "build", "docs")} == {
        ActivityStatus.FAILED
    }
    assert release.status is ExecutionStatus.FAILED


def test_work_run_by_hand_can_fail_a_release_too():
    release = after(running(by_hand("deploy", on_failure=FAIL)), broke("deploy"))
    assert release.status is ExecutionStatus.FAILED


def test_work_run_by_hand_is_not_asked_again_by_itself():
    release = after(running(by_hand("deploy", on_failure=RETRY)), broke("deploy"))
    assert status(release, "deploy") is ActivityStatus.ON_HOLD


def test_nothing_is_asked_of_anybody_after_a_release_has_failed():
    release = after(running(fatal(), manual("ask", chore())), failed("deploy"))
    for event in (done("ask"), retried("deploy"), ignored("deploy"), next_try("deploy")):
        assert advance(release, event).execution is release
