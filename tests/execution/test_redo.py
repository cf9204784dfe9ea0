"""Redo: what runs again, what counts no more, and what is left as it was."""

from datetime import timedelta

from orchestration.effects import (
    CancelPipeline,
    ShowHold,
    ShowTask,
    TriggerPipeline,
    WakeUp,
)
from orchestration.effects.announcements import AnnounceRedo, TellVoided
from orchestration.effects.subprocess import FollowParent, StartSubprocess
from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from tests.execution.building import (
    DANA,
    EVENING,
    FAIL,
    LATER,
    NOON,
    OWNER,
    ROSA,
    aborted,
    after,
    done,
    failed,
    goes_on,
    paused,
    phase,
    pipeline,
    place,
    ran,
    redone,
    rejected,
    resumed,
    retried,
    running,
    runs,
    sign_off,
    signed,
    status,
    task,
    todo,
)

PENDING, QUEUED, SUCCEEDED = (
    ActivityStatus.PENDING,
    ActivityStatus.QUEUED,
    ActivityStatus.SUCCEEDED,
)


def release():
    """Build, then tests and notes beside each other, QA after the tests, then deploy."""
    return running(
        phase("make", pipeline("build"), todo("notes")),
        phase("check", pipeline("tests"), sign_off("qa", after=("tests",)), after=("make",)),
        phase("ship", pipeline("deploy"), after=("check",)),
    )


def checked():
    return after(
        release(),
        ran("make.build", outputs={"digest": "one"}),
        done("make.notes"),
        ran("check.tests"),
    )


def found_bad():
    return after(checked(), rejected("check.qa"))


def effects(execution, event, kind):
    return [each for each in advance(execution, event).effects if isinstance(each, kind)]


def test_what_was_redone_and_all_that_depends_on_it_run_again_and_nothing_else():
    again = after(found_bad(), redone("make.build"))
    assert status(again, "make.build") is QUEUED
    assert again.activity(place("make.build")).attempt == 2
    assert status(again, "make.notes") is SUCCEEDED
    assert status(again, "check.tests") is PENDING
    assert status(again, "check.qa") is PENDING
    assert again.candidate == 2


def test_a_phase_that_waits_for_another_waits_again():
    again = after(checked(), signed("check.qa"), redone("make.notes"))
    assert status(again, "check.tests") is PENDING
    assert status(again, "ship.deploy") is PENDING
    again = after(again, done("make.notes", round_=2))
    assert again.activity(place("check.tests")).attempt == 2


def test_the_same_people_sign_again_and_the_next_candidate_ends_well():
    again = after(
        found_bad(),
        redone("make.build"),
        ran("make.build", attempt=2, outputs={"digest": "two"}),
        ran("check.tests", attempt=2),
        signed("check.qa", round_=2),
        ran("ship.deploy"),
    )
    assert again.status is ExecutionStatus.SUCCEEDED
    assert again.outputs["digest"].value == "two"
    qa = task(again, "check.qa")
    assert [each.round for each in qa.sign_offs] == [1, 2], "both rounds are on record"
    assert qa.past[0].status is TaskStatus.REJECTED
    assert qa.past[0].voided_in == 2


def test_outputs_of_the_candidate_before_are_not_known_any_more():
    before = checked()
    assert before.outputs["digest"].value == "one"
    assert "digest" not in after(before, redone("make.build")).outputs


def test_an_approval_that_a_redo_voids_does_not_open_its_gate():
    again = after(
        checked(),
        signed("check.qa"),
        redone("check.tests"),
        ran("check.tests", attempt=2),
    )
    assert status(again, "check.qa") is ActivityStatus.WAITING_FOR_INPUT
    assert status(again, "ship.deploy") is PENDING
    assert not task(again, "check.qa").verdicts


def test_whoever_signed_in_vain_is_told_and_nobody_else():
    execution = after(checked(), signed("check.qa", by=ROSA))
    told = effects(execution, redone("check.tests"), TellVoided)
    assert [each.person for each in told] == [ROSA]
    assert [each.tasks[0].task_id for each in told] == ["ex_1/check.qa/sign-off"]


def test_who_did_a_to_do_in_vain_is_told_even_where_it_is_asked_again_at_once():
    told = effects(checked(), redone("make.notes"), TellVoided)
    assert [each.person for each in told] == [OWNER]


def test_the_card_of_a_voided_round_is_drawn_again():
    execution = checked()
    shown = {
        (each.task_id, each.round) for each in effects(execution, redone("check.qa"), ShowTask)
    }
    assert shown == {("ex_1/check.qa/sign-off", 1), ("ex_1/check.qa/sign-off", 2)}


def test_the_thread_hears_of_each_redo_once():
    step = advance(found_bad(), redone("make.build"))
    assert [each.candidate for each in step.effects if isinstance(each, AnnounceRedo)] == [2]
    assert advance(step.execution, redone("make.build")).effects == ()


def test_two_people_who_redo_at_once_make_one_candidate():
    once = after(found_bad(), redone("make.build", by=DANA))
    assert advance(once, redone("check.tests", by=ROSA)).execution is once


def test_pipelines_under_way_downstream_are_cancelled():
    execution = after(release(), ran("make.build"), done("make.notes"), goes_on("check.tests"))
    owed = effects(execution, redone("make.build"), CancelPipeline)
    assert [(each.ref, each.attempt) for each in owed] == [("check.tests", 1)]


def test_a_run_that_is_itself_redone_is_cancelled_and_asked_for_anew():
    execution = after(release(), goes_on("make.build"))
    step = advance(execution, redone("make.build"))
    found = [each for each in step.effects if isinstance(each, CancelPipeline | TriggerPipeline)]
    assert {(each.kind, each.attempt) for each in found} == {
        ("cancel_pipeline", 1),
        ("trigger_pipeline", 2),
    }


def test_a_process_that_runs_as_an_activity_is_left_and_begins_as_another_child():
    execution = running(pipeline("build"), runs("roll-out", "rolling-out"))
    was = execution.activity(place("roll-out")).child
    step = advance(execution, redone("roll-out"))
    now = step.execution.activity(place("roll-out")).child
    assert now != was
    assert [x.execution_id for x in step.effects if isinstance(x, FollowParent)] == [was]
    assert [x.attempt for x in step.effects if isinstance(x, StartSubprocess)] == [2]


def test_in_a_pause_what_is_redone_begins_when_the_pause_is_over():
    again = after(found_bad(), paused(), redone("make.build"))
    assert status(again, "make.build") is PENDING
    assert again.candidate == 2
    assert status(after(again, resumed()), "make.build") is QUEUED


def test_what_a_pause_held_back_has_to_be_reached_again_after_a_redo():
    before = after(release(), done("make.notes"), paused(), ran("make.build"))
    again = after(before, redone("make.build"), resumed())
    assert status(again, "make.build") is QUEUED
    assert status(again, "check.tests") is PENDING


def test_what_a_cancelled_run_still_reports_changes_nothing():
    again = after(
        release(),
        ran("make.build"),
        done("make.notes"),
        goes_on("check.tests"),
        redone("make.build"),
    )
    assert advance(again, ran("check.tests", attempt=1)).execution is again


def test_an_earlier_attempt_is_kept_with_how_it_ended():
    again = after(found_bad(), redone("make.build"))
    past = again.activity(place("check.qa")).past[-1]
    assert (past.status, past.redone_in, past.retried_by) == (ActivityStatus.ON_HOLD, 2, OWNER)
    assert again.activity(place("make.build")).past[-1].status is SUCCEEDED


def test_a_hold_that_a_redo_ends_says_so_on_its_card():
    owed = effects(found_bad(), redone("make.build"), ShowHold)
    assert {(each.ref, each.attempt) for each in owed} == {("check.qa", 1)}


def test_a_retry_after_a_redo_is_of_the_new_attempt():
    again = after(found_bad(), redone("make.build"), failed("make.build", attempt=2))
    assert advance(again, retried("make.build", attempt=1)).execution is again
    assert after(again, retried("make.build", attempt=2)).activity(place("make.build")).attempt == 3


def test_nothing_that_has_not_begun_is_redone():
    execution = release()
    assert advance(execution, redone("ship.deploy")).execution is execution


def test_a_release_that_has_ended_is_not_redone():
    over = after(release(), aborted())
    assert advance(over, redone("make.build")).execution is over


def test_a_release_that_fails_starts_nothing_more():
    failing = after(
        running(pipeline("fatal", on_failure=FAIL), pipeline("still")),
        goes_on("still"),
        failed("fatal"),
    )
    assert advance(failing, redone("still")).execution is failing


def test_a_condition_is_asked_anew_of_what_runs_again():
    execution = running(
        phase("make", pipeline("build")),
        phase(
            "fix",
            todo("notes", if_="phases.make.activities.build.outputs.risk == 'high'"),
            after=("make",),
        ),
        todo("other"),
    )
    first = after(execution, ran("make.build", outputs={"risk": "low"}))
    assert status(first, "fix.notes") is ActivityStatus.SKIPPED
    again = after(
        first, redone("make.build"), ran("make.build", attempt=2, outputs={"risk": "high"})
    )
    assert status(again, "fix.notes") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_whose_time_had_come_waits_for_its_time_again():
    soak = phase("ship", pipeline("deploy"), after=("make",), not_before="start + 2h")
    execution = after(running(phase("make", pipeline("build")), soak), ran("make.build"))
    assert execution.held_until["ship"] == NOON + timedelta(hours=2)
    again = after(execution, redone("make.build"))
    assert "ship" not in again.held_until
    step = advance(again, ran("make.build", attempt=2))
    woken = [each for each in step.effects if isinstance(each, WakeUp)]
    assert [(each.ref, each.attempt) for each in woken] == [("ship", 2)]


def test_the_time_of_the_candidate_before_does_not_begin_a_phase_that_was_reached_again():
    soak = phase("ship", pipeline("deploy"), after=("make",), not_before="start + 2h")
    before = after(running(phase("make", pipeline("build")), soak), ran("make.build"))
    early = next(
        each
        for each in advance(
            running(phase("make", pipeline("build")), soak), ran("make.build")
        ).effects
        if isinstance(each, WakeUp)
    )
    again = after(before, redone("make.build"), ran("make.build", attempt=2))
    elapsed = time_came("ship", early.attempt)
    assert advance(again, elapsed).execution is again
    assert status(after(again, time_came("ship", 2)), "ship.deploy") is QUEUED


def time_came(name, attempt):
    return Elapsed(at=EVENING, ref=name, attempt=attempt, of="not_before")


def test_a_second_redo_makes_the_third_candidate():
    again = after(
        found_bad(),
        redone("make.build"),
        ran("make.build", attempt=2),
        redone("make.build", candidate=3, at=LATER + timedelta(hours=1)),
    )
    assert again.candidate == 3
    assert [each.redone_in for each in again.activity(place("make.build")).past] == [2, 3]
    assert [each.redone_in for each in again.activity(place("check.tests")).past] == [2, 3]
