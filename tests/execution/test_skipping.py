"""An activity that somebody leaves out: at once where it waits, else when its turn comes."""

import pytest

from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from tests.execution.building import (
    OWNER,
    RETRY,
    after,
    begun,
    changes,
    done,
    failed,
    goes_on,
    not_skipped,
    paused,
    phase,
    pipeline,
    place,
    ran,
    resumed,
    running,
    skipped,
    status,
    task,
    todo,
)

SKIPPED = ActivityStatus.SKIPPED


def test_work_that_waits_for_people_is_skipped_at_once_and_asks_nobody_any_more():
    release = after(running(todo("notes"), todo("tell", after=("notes",))), skipped("notes"))
    assert status(release, "notes") is SKIPPED
    assert task(release, "notes").status is TaskStatus.CLOSED
    assert status(release, "tell") is ActivityStatus.WAITING_FOR_INPUT
    assert release.activity(place("notes")).decided_by == OWNER


@pytest.mark.parametrize("on_failure", [None, RETRY])
def test_what_is_on_hold_or_waits_for_its_next_try_is_skipped_at_once(on_failure):
    says = {"on_failure": on_failure} if on_failure else {}
    release = after(running(pipeline("build", **says)), failed("build"), skipped("build"))
    assert status(release, "build") is SKIPPED
    assert release.activity(place("build")).reason == "exit code 3"
    assert release.status is ExecutionStatus.SUCCEEDED


def test_what_has_not_begun_is_skipped_when_its_turn_comes():
    steps = todo("a"), pipeline("b", after=("a",)), todo("c", after=("b",))
    release = after(running(*steps), skipped("b", attempt=0))
    assert status(release, "b") is ActivityStatus.PENDING
    assert begun(release) == {"a"}, "nothing behind it begins before its turn"
    release = after(release, done("a"))
    assert status(release, "b") is SKIPPED
    assert status(release, "c") is ActivityStatus.WAITING_FOR_INPUT
    assert release.activity(place("b")).reason_id == "why"


def test_a_phase_of_which_all_is_to_be_skipped_waits_for_no_time():
    soak = phase("ship", todo("deploy"), after=("work",), not_before="start + 2d")
    release = after(running(todo("a"), soak), skipped("ship.deploy", attempt=0), done("a"))
    assert release.status is ExecutionStatus.SUCCEEDED


def test_what_runs_and_what_has_ended_is_not_skipped():
    release = after(running(pipeline("build"), todo("other")), goes_on("build"))
    assert advance(release, skipped("build")).execution is release
    release = after(release, ran("build"))
    assert advance(release, skipped("build")).execution is release


def test_a_skip_of_what_has_begun_meanwhile_does_nothing():
    release = after(running(todo("a"), pipeline("b", after=("a",))), done("a"))
    assert advance(release, skipped("b", attempt=0)).execution is release


def test_what_is_skipped_in_a_pause_settles_and_holds_its_dependants_back():
    release = after(running(todo("a"), todo("b", after=("a",))), paused(), skipped("a"))
    assert status(release, "a") is SKIPPED
    assert begun(release) == {"a"}
    assert begun(after(release, resumed())) == {"a", "b"}


def test_a_planned_skip_is_withdrawn_until_its_turn_comes():
    made = running(todo("first"), todo("it", after=("first",)))
    release = after(made, skipped("it", attempt=0))
    back = after(release, not_skipped("it"), done("first"))
    assert status(back, "it") is ActivityStatus.WAITING_FOR_INPUT
    gone = after(release, done("first"))
    assert not changes(gone, not_skipped("it", attempt=1))
    assert not changes(back, not_skipped("it", attempt=1))
