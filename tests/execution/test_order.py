"""What starts when: phases and activities as two graphs."""

from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from tests.execution.building import (
    LATER,
    NOON,
    after,
    begun,
    done,
    failed,
    ignored,
    phase,
    pipeline,
    process,
    ran,
    rejected,
    running,
    sign_off,
    signed,
    start,
    status,
    todo,
)


def test_phases_without_dependencies_start_together():
    release = running(phase("web", todo("a")), phase("app", todo("b")))
    assert begun(release) == {"web.a", "app.b"}


def test_a_phase_starts_when_all_phases_it_depends_on_are_settled():
    release = running(
        phase("web", todo("a")),
        phase("app", todo("b")),
        phase("ship", todo("c"), after=("web", "app")),
    )
    release = after(release, done("web.a"))
    assert status(release, "ship.c") is ActivityStatus.PENDING
    release = after(release, done("app.b"))
    assert status(release, "ship.c") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_is_not_settled_while_one_of_its_activities_is_open():
    release = running(
        phase("build", todo("a"), todo("b")), phase("ship", todo("c"), after=("build",))
    )
    release = after(release, done("build.a"))
    assert begun(release) == {"build.a", "build.b"}


def test_activities_without_dependencies_start_together():
    assert begun(running(todo("a"), pipeline("b"), sign_off("c"))) == {"a", "b", "c"}


def test_an_activity_waits_for_everything_it_depends_on():
    release = running(todo("a"), todo("b"), todo("c", after=("a", "b")))
    release = after(release, done("a"))
    assert status(release, "c") is ActivityStatus.PENDING
    release = after(release, done("b"))
    assert status(release, "c") is ActivityStatus.WAITING_FOR_INPUT


def test_naming_a_dependency_twice_waits_for_it_once():
    release = running(todo("a"), todo("b", after=("a", "work.a")))
    assert status(after(release, done("a")), "b") is ActivityStatus.WAITING_FOR_INPUT


def test_an_activity_can_wait_for_one_of_a_phase_that_goes_on_beside_its_own():
    release = running(
        phase("build", todo("image"), todo("docs")),
        phase("check", todo("scan", after=("build.image",))),
    )
    assert begun(release) == {"build.image", "build.docs"}
    release = after(release, done("build.image"))
    assert status(release, "check.scan") is ActivityStatus.WAITING_FOR_INPUT


def test_a_dependency_settled_early_does_not_start_an_activity_before_its_phase():
    release = running(
        phase("build", todo("image")),
        phase("approve", todo("go")),
        phase("ship", todo("deploy", after=("build.image",)), after=("approve",)),
    )
    release = after(release, done("build.image"))
    assert status(release, "ship.deploy") is ActivityStatus.PENDING
    release = after(release, done("approve.go"))
    assert status(release, "ship.deploy") is ActivityStatus.WAITING_FOR_INPUT


def test_an_activity_waiting_for_another_phase_holds_its_own_phase_open():
    release = running(
        phase("build", todo("image"), todo("publish", after=("approve.go",))),
        phase("approve", todo("go")),
        phase("ship", todo("deploy"), after=("build",)),
    )
    release = after(release, done("build.image"))
    assert status(release, "ship.deploy") is ActivityStatus.PENDING
    release = after(release, done("approve.go"), done("build.publish"))
    assert status(release, "ship.deploy") is ActivityStatus.WAITING_FOR_INPUT


def test_an_empty_phase_settles_as_it_starts():
    release = running(
        phase("build", todo("a")),
        phase("placeholder", after=("build",)),
        phase("ship", todo("b"), after=("placeholder",)),
    )
    assert begun(release) == {"build.a"}
    assert status(after(release, done("build.a")), "ship.b") is ActivityStatus.WAITING_FOR_INPUT


def test_empty_phases_in_a_row_at_the_beginning_hold_nothing_back():
    release = running(phase("a"), phase("b", after=("a",)), phase("c", todo("go"), after=("b",)))
    assert begun(release) == {"c.go"}


def test_empty_phases_at_the_end_do_not_keep_a_release_from_ending():
    release = running(phase("a", todo("go")), phase("b", after=("a",)), phase("c", after=("b",)))
    assert after(release, done("a.go")).status is ExecutionStatus.SUCCEEDED


def test_a_release_of_nothing_ends_as_it_starts():
    step = start(process(phase("a"), phase("b", after=("a",))))
    assert step.execution.status is ExecutionStatus.SUCCEEDED
    assert step.execution.ended_at == NOON


def test_starting_a_release_twice_starts_it_once():
    release = running(todo("a"))
    again = start(process(todo("a"))).execution
    assert again.activities == release.activities
    assert after(release, done("a")).status is ExecutionStatus.SUCCEEDED


def test_a_release_ends_when_its_last_activity_is_settled():
    release = after(running(todo("a"), todo("b")), done("a"))
    assert release.status is ExecutionStatus.RUNNING
    release = after(release, done("b"))
    assert release.status is ExecutionStatus.SUCCEEDED
    assert release.ended_at == LATER


def test_a_failure_holds_only_its_dependants():
    release = running(
        pipeline("build"), todo("deploy", after=("build",)), todo("notes"), todo("tell")
    )
    release = after(release, failed("build"), done("notes"))
    assert status(release, "build") is ActivityStatus.ON_HOLD
    assert status(release, "deploy") is ActivityStatus.PENDING
    assert status(release, "notes") is ActivityStatus.SUCCEEDED
    assert status(release, "tell") is ActivityStatus.WAITING_FOR_INPUT


def test_a_rejection_holds_only_its_dependants():
    release = running(
        sign_off("go"), todo("deploy", after=("go",)), todo("x"), todo("y", after=("x",))
    )
    release = after(release, rejected("go"), done("x"))
    assert status(release, "go") is ActivityStatus.ON_HOLD
    assert status(release, "deploy") is ActivityStatus.PENDING
    assert status(release, "y") is ActivityStatus.WAITING_FOR_INPUT


def test_a_release_with_something_on_hold_does_not_end():
    release = after(running(pipeline("a"), todo("b")), failed("a"), done("b"))
    assert release.status is ExecutionStatus.RUNNING
    assert after(release, ignored("a")).status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_release_in_which_everything_succeeded_ends_in_success():
    release = running(sign_off("go"), pipeline("build", after=("go",)))
    release = after(release, signed("go"), ran("build"))
    assert release.status is ExecutionStatus.SUCCEEDED
