"""How work ends, and what people decide about what is on hold."""

import pytest

from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from orchestration.pipelines.model import RunStatus
from tests.execution.building import (
    EVENING,
    IGNORE,
    LATER,
    NOON,
    OWNER,
    aborted,
    after,
    begun,
    broke,
    by_hand,
    chore,
    done,
    failed,
    gate,
    goes_on,
    ignored,
    manual,
    now_in,
    phase,
    pipeline,
    process,
    ran,
    rejected,
    reported,
    retried,
    running,
    sign_off,
    signed,
    status,
    task,
    timed_out,
    todo,
    waiting,
)


def test_a_pipeline_is_queued_until_its_provider_answers():
    release = running(pipeline("build"))
    assert status(release, "build") is ActivityStatus.QUEUED
    release = after(release, goes_on("build", link="https://ci/1"))
    assert status(release, "build") is ActivityStatus.RUNNING
    assert release.activity("work.build").run.link == "https://ci/1"


def test_a_finished_run_leaves_its_outputs_and_link():
    release = after(
        running(pipeline("build")),
        goes_on("build", link="https://ci/1"),
        ran("build", outputs={"commit": "3f9c"}),
    )
    build = release.activity("work.build")
    assert build.outputs == {"commit": "3f9c"}
    assert build.run.link == "https://ci/1"
    assert (build.started_at < build.ended_at) and build.ended_at == LATER


def test_a_run_can_end_before_it_was_seen_running():
    assert after(running(pipeline("build")), ran("build")).status is ExecutionStatus.SUCCEEDED


def test_a_failed_run_is_held_with_its_reason():
    release = after(running(pipeline("build")), failed("build", log_tail="boom"))
    build = release.activity("work.build")
    assert build.status is ActivityStatus.ON_HOLD
    assert build.reason == "exit code 3"
    assert build.run.log_tail == "boom"


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (RunStatus.FAILED, "the pipeline failed"),
        (RunStatus.CANCELLED, "the pipeline was cancelled"),
    ],
)
def test_a_failure_without_a_reason_still_says_what_happened(ended, reason):
    release = after(running(pipeline("build")), reported("build", ended))
    assert release.activity("work.build").reason == reason


def test_a_report_heard_twice_counts_once():
    release = after(running(pipeline("build"), todo("x")), goes_on("build"))
    assert advance(release, goes_on("build")).execution is release
    release = after(release, ran("build"))
    assert advance(release, ran("build")).execution is release


def test_a_growing_log_is_no_change():
    release = after(running(pipeline("build")), goes_on("build", log_tail="1"))
    assert advance(release, goes_on("build", log_tail="1 2")).execution is release


def test_a_late_report_of_an_earlier_attempt_changes_nothing():
    release = after(running(pipeline("build")), failed("build"), retried("build"))
    for late in (ran("build"), failed("build"), goes_on("build"), timed_out("build")):
        assert advance(release, late).execution is release
    assert status(release, "build") is ActivityStatus.QUEUED


def test_a_poll_that_still_says_running_after_the_end_changes_nothing():
    release = after(running(pipeline("build"), todo("x")), ran("build"))
    assert advance(release, goes_on("build")).execution is release


def test_a_report_about_something_that_has_no_pipeline_changes_nothing():
    release = running(todo("x"), pipeline("later", after=("x",)))
    for wrong in (ran("x"), ran("later"), ran("later", attempt=0), ran("nowhere")):
        assert advance(release, wrong).execution is release


def test_a_timeout_cancels_the_run_and_holds():
    step = advance(after(running(pipeline("build")), goes_on("build")), timed_out("build"))
    assert status(step.execution, "build") is ActivityStatus.ON_HOLD
    assert "timeout" in step.execution.activity("work.build").reason
    assert "cancel_pipeline" in {each.kind for each in step.effects}


def test_a_timeout_of_a_run_that_nobody_heard_of_holds_too():
    release = after(running(pipeline("build")), timed_out("build"))
    assert status(release, "build") is ActivityStatus.ON_HOLD


def test_a_timeout_after_the_end_changes_nothing():
    release = after(running(pipeline("build"), todo("x")), ran("build"))
    assert advance(release, timed_out("build")).execution is release


def test_a_run_that_ends_after_its_timeout_does_not_settle_the_activity():
    release = after(running(pipeline("build")), timed_out("build"))
    assert advance(release, ran("build")).execution is release


def test_a_retry_is_a_new_attempt_and_keeps_the_old_one():
    release = after(running(pipeline("build")), failed("build", link="https://ci/1"))
    release = after(release, retried("build"))
    build = release.activity("work.build")
    assert (build.status, build.attempt) == (ActivityStatus.QUEUED, 2)
    assert (build.reason, build.outputs, build.ended_at) == ("", {}, None)
    assert build.run.key == "ex_1.work.build.2"
    assert [(each.attempt, each.reason, each.link) for each in build.past] == [
        (1, "exit code 3", "https://ci/1")
    ]


def test_every_retry_keeps_who_and_when():
    release = after(running(pipeline("build")), failed("build"))
    release = after(release, retried("build", at=LATER), failed("build", attempt=2, at=EVENING))
    build = after(release, retried("build", attempt=2, at=EVENING)).activity("work.build")
    assert [each.retried_by for each in build.past] == [OWNER, OWNER]
    assert [each.retried_at for each in build.past] == [LATER, EVENING]
    assert [each.started_at for each in build.past] == [NOON, LATER]


def test_a_second_click_on_retry_starts_no_third_attempt():
    release = after(running(pipeline("build")), failed("build"), retried("build"))
    assert advance(release, retried("build")).execution is release


def test_only_what_is_on_hold_can_be_retried_or_ignored():
    release = after(
        running(pipeline("a"), todo("b"), todo("c", after=("b",)), todo("d")), done("d")
    )
    for name, attempt in (("a", 1), ("b", 1), ("c", 0), ("d", 1), ("nowhere", 1)):
        assert advance(release, retried(name, attempt=attempt)).execution is release
        assert advance(release, ignored(name, attempt=attempt)).execution is release


def test_ignoring_a_failure_lets_dependants_go_on_and_ends_partially_succeeded():
    release = running(pipeline("build"), todo("deploy", after=("build",)))
    release = after(release, failed("build"), ignored("build"))
    build = release.activity("work.build")
    assert (build.status, build.decided_by, build.reason_id) == (
        ActivityStatus.IGNORED,
        OWNER,
        "why",
    )
    assert build.reason == "exit code 3"
    assert after(release, done("deploy")).status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_an_ignored_failure_in_an_early_phase_is_remembered_at_the_end():
    release = running(phase("build", pipeline("lint")), phase("ship", todo("go"), after=("build",)))
    release = after(release, failed("build.lint"), ignored("build.lint"), done("ship.go"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_failure_that_the_process_ignores_asks_nobody():
    release = running(pipeline("lint", on_failure=IGNORE), todo("ship", after=("lint",)))
    release = after(release, failed("lint"))
    assert status(release, "lint") is ActivityStatus.IGNORED
    assert release.activity("work.lint").reason == "exit code 3"
    assert status(release, "ship") is ActivityStatus.WAITING_FOR_INPUT
    assert after(release, done("ship")).status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_timeout_that_the_process_ignores_goes_on_and_cancels_the_run():
    release = after(running(pipeline("lint", on_failure=IGNORE)), goes_on("lint"))
    step = advance(release, timed_out("lint"))
    assert step.execution.status is ExecutionStatus.PARTIALLY_SUCCEEDED
    assert "cancel_pipeline" in {each.kind for each in step.effects}


def test_a_rejection_is_never_ignored_by_itself():
    release = after(running(sign_off("go", on_failure=IGNORE)), rejected("go"))
    assert status(release, "go") is ActivityStatus.ON_HOLD


def test_ignoring_a_rejection_goes_on_without_it():
    release = after(running(sign_off("go")), rejected("go"), ignored("go"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED
    assert task(release, "go").status is TaskStatus.REJECTED


def test_an_automated_activity_without_a_pipeline_is_run_by_hand():
    release = running(by_hand("deploy"))
    assert status(release, "deploy") is ActivityStatus.WAITING_FOR_INPUT
    assert task(release, "deploy").people == (OWNER,)
    release = after(release, done("deploy", which="by-hand", outputs={"digest": "sha256:1"}))
    assert release.activity("work.deploy").outputs == {"digest": "sha256:1"}
    assert release.status is ExecutionStatus.SUCCEEDED


def test_work_by_hand_that_failed_is_held_and_can_be_done_again():
    release = after(running(by_hand("deploy")), broke("deploy"))
    assert status(release, "deploy") is ActivityStatus.ON_HOLD
    assert release.activity("work.deploy").reason_id == "why"
    assert task(release, "deploy").status is TaskStatus.FAILED
    release = after(release, retried("deploy"), done("deploy", which="by-hand", round_=2))
    assert release.status is ExecutionStatus.SUCCEEDED


def test_only_who_runs_it_by_hand_may_say_that_it_failed():
    release = running(by_hand("deploy", owner="qa"))
    assert advance(release, broke("deploy", OWNER)).execution is release


def test_work_by_hand_that_failed_may_be_ignored_by_the_process():
    release = after(running(by_hand("lint", on_failure=IGNORE)), broke("lint"))
    assert release.status is ExecutionStatus.PARTIALLY_SUCCEEDED


def test_a_to_do_cannot_fail():
    release = running(todo("notes"))
    failing = broke("notes")
    assert advance(release, failing).execution is release


def test_abort_closes_tasks_and_cancels_runs():
    release = running(
        pipeline("build"), todo("notes"), sign_off("go"), todo("later", after=("build",))
    )
    step = advance(after(release, goes_on("build")), aborted())
    ended = step.execution
    assert ended.status is ExecutionStatus.ABORTED
    assert (ended.ended_by, ended.ended_at, ended.reason_id) == (OWNER, LATER, "why")
    assert {status(ended, each) for each in ("build", "notes", "go")} == {ActivityStatus.ABORTED}
    assert {each.status for each in ended.tasks.values()} == {TaskStatus.CLOSED}
    assert [each.ref for each in step.effects if each.kind == "cancel_pipeline"] == ["work.build"]


def test_abort_leaves_what_never_began_pending_and_what_is_done_done():
    release = running(todo("a"), todo("b"), todo("c", after=("b",)))
    ended = after(release, done("a"), aborted())
    assert status(ended, "a") is ActivityStatus.SUCCEEDED
    assert begun(ended) == {"a", "b"}


def test_abort_ends_what_is_on_hold():
    ended = after(running(pipeline("build")), failed("build"), aborted())
    build = ended.activity("work.build")
    assert (build.status, build.decided_by, build.reason) == (
        ActivityStatus.ABORTED,
        OWNER,
        "exit code 3",
    )


def test_nothing_happens_to_a_release_that_has_ended():
    made = (pipeline("build"), sign_off("go"), todo("notes"))
    ended = after(running(*made), failed("build"), aborted())
    for late in (
        signed("go"),
        rejected("go"),
        done("notes"),
        retried("build"),
        ignored("build"),
        ran("build"),
        timed_out("build"),
        now_in("qa"),
        aborted(),
    ):
        step = advance(ended, late)
        assert step.execution is ended
        assert step.effects == ()


def test_nothing_but_a_start_or_an_abort_happens_before_the_start():
    idle = waiting(process(sign_off("go"), pipeline("build")))
    for early in (signed("go"), ran("build"), ran("build", attempt=0), retried("build", attempt=0)):
        assert advance(idle, early).execution is idle
    assert advance(idle, aborted()).execution.status is ExecutionStatus.ABORTED


def test_a_new_attempt_starts_without_the_outputs_of_the_old_one():
    release = running(manual("ship", chore(), gate()))
    release = after(release, done("ship", outputs={"digest": "sha256:1"}), rejected("ship"))
    assert release.activity("work.ship").outputs == {"digest": "sha256:1"}
    assert after(release, retried("ship")).activity("work.ship").outputs == {}
