"""A phase that has to wait for its time: shown, woken once, and begun by nothing else."""

from datetime import timedelta

from orchestration.effects import WakeUp
from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.values import ActivityRef
from tests.execution.building import (
    FAIL,
    LATER,
    NOON,
    aborted,
    after,
    begun,
    done,
    failed,
    phase,
    pipeline,
    process,
    ran,
    running,
    start,
    status,
    todo,
)


def its_time(name="ship", at=LATER):
    return Elapsed(at=at, ref=ActivityRef(name), attempt=1, of="not_before")


def soaking(*more, not_before="start + 2d", **says):
    ship = phase("ship", todo("deploy"), after=("build",), not_before=not_before, **says)
    return running(phase("build", todo("image")), ship, *more)


def test_a_phase_that_is_reached_before_its_time_waits_and_is_woken_then():
    step = advance(soaking(), done("build.image"))
    assert begun(step.execution) == {"build.image"}
    assert dict(step.execution.held_until) == {"ship": NOON + timedelta(days=2)}
    [wake_up] = [each for each in step.effects if isinstance(each, WakeUp)]
    assert (wake_up.of, wake_up.due_at) == ("not_before", NOON + timedelta(days=2))


def test_it_begins_when_its_time_has_come_and_once():
    release = after(soaking(), done("build.image"), its_time())
    assert status(release, "ship.deploy") is ActivityStatus.WAITING_FOR_INPUT
    assert not release.held_until
    assert advance(release, its_time()).execution is release


def test_a_phase_that_is_reached_after_its_time_begins_at_once():
    release = after(soaking(not_before="start + 5 min"), done("build.image"))
    assert status(release, "ship.deploy") is ActivityStatus.WAITING_FOR_INPUT


def test_a_time_that_comes_before_the_phase_is_reached_begins_nothing():
    release = soaking()
    assert advance(release, its_time()).execution is release


def test_what_waits_inside_for_another_phase_begins_only_when_the_time_has_come():
    other = phase("docs", todo("write"))
    ship = phase("ship", todo("tell", after=("docs.write",)), not_before="start + 2d")
    release = after(running(other, ship), done("docs.write"))
    assert status(release, "ship.tell") is ActivityStatus.PENDING
    assert status(after(release, its_time()), "ship.tell") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_without_activities_is_a_soak_time():
    soak = phase("soak", after=("build",), not_before="start + 2d")
    ship = phase("ship", todo("deploy"), after=("soak",))
    release = after(running(phase("build", todo("image")), soak, ship), done("build.image"))
    assert release.status is ExecutionStatus.RUNNING
    assert status(release, "ship.deploy") is ActivityStatus.PENDING
    release = after(release, its_time("soak"))
    assert status(release, "ship.deploy") is ActivityStatus.WAITING_FOR_INPUT


def test_a_release_ends_only_after_its_last_soak_time():
    release = start(process(phase("soak", not_before="start + 2d"))).execution.saved()
    assert release.status is ExecutionStatus.RUNNING
    assert after(release, its_time("soak")).status is ExecutionStatus.SUCCEEDED


def test_a_phase_that_is_left_out_does_not_wait():
    step = start(process(phase("ship", todo("go"), not_before="start + 2d", if_="1 == 2")))
    assert step.execution.status is ExecutionStatus.SUCCEEDED


def test_nothing_begins_after_the_release_was_aborted_or_has_failed():
    release = after(soaking(), done("build.image"), aborted())
    assert advance(release, its_time()).execution is release
    fatal = phase("fatal", pipeline("a", on_failure=FAIL), pipeline("b"))
    release = after(soaking(fatal), done("build.image"), failed("fatal.a"))
    assert advance(release, its_time()).execution is release
    assert after(release, ran("fatal.b")).status is ExecutionStatus.FAILED


def test_the_place_that_waits_is_called_by_the_phases_name():
    assert soaking().plan.name_of("ship") == "Ship"
    assert soaking().plan.name_of("ship.deploy") == "deploy"
