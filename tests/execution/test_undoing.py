"""The seconds after an approval in which it can be undone, before automated work begins."""

from datetime import timedelta

import pytest

from orchestration.effects import ShowTask, TriggerPipeline, WakeUp
from orchestration.effects.subprocess import StartSubprocess
from orchestration.execution.engine import advance
from orchestration.execution.state.counting import recounted
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from tests.execution.building import (
    DANA,
    FAIL,
    LATER,
    ROSA,
    aborted,
    after,
    asked_for,
    chore,
    done,
    failed,
    gate,
    goes_on,
    manual,
    paused,
    phase,
    pipeline,
    place,
    ran,
    resumed,
    running,
    runs,
    sign_off,
    signed,
    status,
    task,
    timed_out,
    todo,
    undone,
)

SOON = LATER + timedelta(seconds=5)
TEN = LATER + timedelta(seconds=10)
DEPLOY = pipeline("deploy", after=("go",))


def approved(*more, **gate_says):
    return after(running(sign_off("go", undo=None, **gate_says), DEPLOY, *more), signed("go"))


def triggers(step):
    return [each for each in step.effects if isinstance(each, TriggerPipeline)]


def test_an_approval_that_starts_a_pipeline_leaves_ten_seconds_to_undo_it():
    step = advance(running(sign_off("go", undo=None), DEPLOY), signed("go"))
    [trigger] = triggers(step)
    assert trigger.due_at == TEN
    assert step.execution.activity(place("deploy")).begins_at == TEN
    assert step.execution.activity(place("go")).undo_until == TEN


def test_a_sign_off_says_how_long_it_can_be_undone():
    step = advance(running(sign_off("go", undo=timedelta(minutes=2)), DEPLOY), signed("go"))
    assert triggers(step)[0].due_at == LATER + timedelta(minutes=2)


def test_without_time_to_undo_the_pipeline_is_asked_for_at_once():
    step = advance(running(sign_off("go", undo=timedelta(0)), DEPLOY), signed("go"))
    assert triggers(step)[0].due_at is None
    assert step.execution.activity(place("go")).undo_until is None


def test_what_people_do_next_does_not_wait():
    release = after(running(sign_off("go", undo=None), todo("tell", after=("go",))), signed("go"))
    assert status(release, "tell") is ActivityStatus.WAITING_FOR_INPUT
    assert release.activity(place("go")).undo_until is None


def test_a_pipeline_that_waits_for_other_work_too_begins_without_a_window():
    deploy = pipeline("deploy", after=("go", "build"))
    release = running(sign_off("go", undo=None), pipeline("build"), deploy)
    step = advance(after(release, signed("go")), ran("build"))
    assert triggers(step)[0].due_at is None


def test_the_phase_after_the_gate_waits_for_the_window_too():
    release = running(
        phase("check", sign_off("go", undo=None)), phase("ship", pipeline("eu"), after=("check",))
    )
    step = advance(release, signed("check.go"))
    assert triggers(step)[0].due_at == TEN


def test_undone_in_time_nothing_begins_and_the_gate_asks_again():
    release = after(approved(), undone("go", at=SOON))
    assert status(release, "deploy") is ActivityStatus.PENDING
    assert status(release, "go") is ActivityStatus.WAITING_FOR_INPUT
    assert task(release, "go").status is TaskStatus.OPEN
    assert task(release, "go").verdicts == ()
    assert advance(release, asked_for("deploy", at=TEN)).execution is release


def test_what_was_undone_can_be_approved_again_and_then_begins_by_another_number():
    release = after(approved(), undone("go", at=SOON))
    step = advance(release, signed("go", shown="another"))
    [trigger] = triggers(step)
    assert trigger.attempt == 2
    assert status(after(step.execution, asked_for("deploy", attempt=2)), "deploy") is (
        ActivityStatus.QUEUED
    )


def test_once_a_run_was_asked_for_nothing_is_undone():
    release = after(approved(), asked_for("deploy", at=TEN))
    assert release.activity(place("go")).undo_until is None
    assert advance(release, undone("go", at=SOON)).execution is release
    assert status(after(release, goes_on("deploy")), "deploy") is ActivityStatus.RUNNING


def test_with_two_pipelines_behind_one_gate_the_first_that_is_asked_for_ends_the_window():
    other = pipeline("other", after=("go",))
    release = after(approved(other), asked_for("deploy", at=TEN))
    assert advance(release, undone("go", at=SOON)).execution is release
    assert after(release, asked_for("other")).activity(place("other")).begins_at is None


def test_only_those_who_signed_undo_it_and_each_their_own():
    release = approved()
    assert advance(release, undone("go", ROSA)).execution is release


def test_of_a_quorum_the_other_approvals_stay():
    release = running(sign_off("go", undo=None, needed=2), DEPLOY)
    release = after(release, signed("go", DANA), signed("go", ROSA), undone("go", DANA))
    assert [each.by for each in task(release, "go").verdicts] == [ROSA]
    release = after(release, signed("go", DANA, shown="another"))
    assert release.activity(place("deploy")).attempt == 2


def test_tasks_that_opened_beside_the_pipeline_are_closed_and_asked_again_later():
    release = approved(todo("tell", after=("go",)))
    release = after(release, undone("go", at=SOON))
    assert status(release, "tell") is ActivityStatus.PENDING
    [closed] = [each for each in release.tasks.values() if each.ref == place("tell")]
    assert closed.status is TaskStatus.CLOSED
    release = after(release, signed("go", shown="another"))
    assert task(release, "tell").round == 2
    assert task(release, "tell").open


def test_what_somebody_has_gone_on_with_is_not_called_back():
    release = after(approved(todo("tell", after=("go",))), done("tell"))
    assert advance(release, undone("go", at=SOON)).execution is release


def test_what_was_skipped_with_the_gate_open_is_decided_again():
    skips = pipeline("us", after=("go",), if_="1 == 2")
    release = approved(skips)
    assert status(release, "us") is ActivityStatus.SKIPPED
    release = after(release, undone("go", at=SOON))
    assert status(release, "us") is ActivityStatus.PENDING
    assert release.unsettled == recounted(release).unsettled


def test_a_task_that_was_closed_because_the_gate_opened_without_it_is_asked_again():
    asks = manual("go", gate(undo=None), chore("read", required=False))
    release = after(running(asks, DEPLOY), signed("go"))
    assert task(release, "go", "read").status is TaskStatus.CLOSED
    release = after(release, undone("go", at=SOON))
    assert task(release, "go", "read").open


def test_a_phase_that_waits_for_its_time_is_reached_again():
    gate_phase = phase("check", sign_off("go", undo=None))
    soak = phase("soak", pipeline("later"), after=("check",), not_before="start + 1h")
    release = running(gate_phase, phase("ship", pipeline("eu"), after=("check",)), soak)
    release = after(release, signed("check.go"))
    assert set(release.held_until) == {"soak"}
    release = after(release, undone("check.go", at=SOON))
    assert not release.held_until
    step = advance(release, signed("check.go", shown="another"))
    assert set(step.execution.held_until) == {"soak"}


def test_a_release_that_is_aborted_in_the_window_asks_for_no_run_and_cancels_none():
    step = advance(approved(), aborted())
    assert {each.kind for each in step.effects}.isdisjoint({"cancel_pipeline", "trigger_pipeline"})
    assert status(step.execution, "deploy") is ActivityStatus.ABORTED


def test_a_release_that_fails_in_the_window_begins_nothing_more():
    fatal = pipeline("fatal", on_failure=FAIL)
    release = after(approved(fatal), failed("fatal"))
    assert status(release, "deploy") is ActivityStatus.ABORTED
    assert release.status is ExecutionStatus.FAILED


def test_a_pause_in_the_window_holds_back_what_was_about_to_begin():
    release = after(approved(), paused(), asked_for("deploy", at=TEN))
    assert status(release, "deploy") is ActivityStatus.PENDING
    step = advance(release, resumed())
    assert [each.attempt for each in triggers(step)] == [2]
    assert step.execution.activity(place("deploy")).begins_at is None


def test_in_a_paused_release_an_approval_can_still_be_undone():
    release = after(approved(), paused(), undone("go", at=SOON))
    assert status(release, "go") is ActivityStatus.WAITING_FOR_INPUT
    assert after(release, resumed()).activity(place("deploy")).status is ActivityStatus.PENDING


def test_the_time_allowed_for_a_run_counts_from_when_it_is_asked_for():
    deploy = pipeline("deploy", after=("go",), timeout=timedelta(minutes=5))
    step = advance(running(sign_off("go", undo=None), deploy), signed("go"))
    [wake] = [each for each in step.effects if isinstance(each, WakeUp)]
    assert wake.due_at == TEN + timedelta(minutes=5)
    assert advance(step.execution, timed_out("deploy")).execution is step.execution


def test_the_cards_of_the_gate_are_drawn_anew_when_its_window_ends():
    step = advance(approved(), asked_for("deploy", at=TEN))
    assert {each.task_id for each in step.effects if isinstance(each, ShowTask)} == {
        task(step.execution, "go").id
    }


@pytest.mark.parametrize("first", ["undo", "ask"])
def test_whichever_of_undo_and_asking_is_recorded_first_the_other_changes_nothing(first):
    events = [undone("go", at=SOON), asked_for("deploy", at=SOON)]
    one, other = events if first == "undo" else reversed(events)
    release = after(approved(), one)
    assert advance(release, other).execution is release


def test_what_its_owner_finalises_begins_at_once():
    closes = manual("go", gate(undo=None), finalise="owner")
    release = after(running(closes, DEPLOY), signed("go"), done("go", which="~finalise"))
    assert release.activity(place("deploy")).begins_at is None


def test_the_counts_after_undoing_are_those_of_a_release_that_never_went_on():
    undone_once = after(approved(todo("tell", after=("go",))), undone("go", at=SOON))
    counted = recounted(undone_once)
    for name in ("unsettled", "unsettled_phases", "tallies", "outputs"):
        assert getattr(undone_once, name) == getattr(counted, name)


def test_another_process_waits_for_the_window_as_a_pipeline_does():
    step = advance(
        running(sign_off("go", undo=None), runs("deploy", "rollout", after=("go",))), signed("go")
    )
    release = step.execution.saved()
    (start,) = (each for each in step.effects if isinstance(each, StartSubprocess))
    assert start.due_at == TEN
    assert not triggers(step)
    assert status(release, "deploy") is ActivityStatus.QUEUED
    called_back = after(release, undone("go", at=SOON))
    assert status(called_back, "deploy") is ActivityStatus.PENDING
    assert called_back.activity(place("deploy")).child is None
    begun = after(release, asked_for("deploy"))
    assert status(begun, "deploy") is ActivityStatus.RUNNING
    assert advance(begun, undone("go", at=SOON)).execution is begun
