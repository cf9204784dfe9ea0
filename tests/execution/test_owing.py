"""What a difference owes to the outside, and that no difference owes nothing."""

from datetime import timedelta

from orchestration.effects import ShowTask
from orchestration.effects.obligations import THREAD
from orchestration.execution.engine import advance
from orchestration.execution.owed.owing import effects_of
from tests.execution.building import (
    DANA,
    IVO,
    LATER,
    NOON,
    OWNER,
    ROSA,
    aborted,
    after,
    by_hand,
    chore,
    done,
    failed,
    gate,
    goes_on,
    ignored,
    manual,
    now_in,
    pipeline,
    process,
    ran,
    rejected,
    retried,
    running,
    sign_off,
    signed,
    start,
    timed_out,
    todo,
)


def owed(execution, event, kind=None):
    effects = advance(execution, event).effects
    return [each for each in effects if kind is None or each.kind == kind]


def copies(effects, *, of="show_task"):
    return {(each.round, each.copy) for each in effects if each.kind == of}


def kinds(effects):
    return {each.kind for each in effects}


def test_a_start_shows_the_release_asks_people_and_triggers_pipelines():
    effects = start(process(pipeline("build"), sign_off("go", asks=("qa",)))).effects
    assert kinds(effects) == {"show_release", "trigger_pipeline", "show_task", "show_home"}
    assert copies(effects) == {(1, THREAD), (1, DANA), (1, ROSA), (1, IVO)}
    assert {each.user_id for each in effects if each.kind == "show_home"} == {DANA, ROSA, IVO}


def test_what_cannot_start_yet_owes_nothing():
    effects = start(process(todo("a"), pipeline("b", after=("a",)))).effects
    assert "trigger_pipeline" not in kinds(effects)


def test_a_repeated_event_owes_nothing():
    release = after(running(sign_off("go", needed=2)), signed("go"))
    assert advance(release, signed("go")).effects == ()


def test_no_two_debts_of_one_step_have_the_same_key():
    effects = start(process(pipeline("a"), sign_off("b"), sign_off("c"), todo("d"))).effects
    assert len({each.key for each in effects}) == len(effects)


def test_a_verdict_redraws_every_copy_of_its_card_and_nobody_elses():
    release = running(sign_off("go", needed=2), todo("notes"))
    effects = advance(release, signed("go")).effects
    assert copies(effects) == {(1, THREAD), (1, DANA), (1, ROSA), (1, IVO)}
    assert {each.task_id for each in effects if each.kind == "show_task"} == {
        "ex_1/work.go/sign-off"
    }


def test_an_approval_that_opens_the_gate_triggers_what_waited_for_it():
    release = running(sign_off("go"), pipeline("deploy", after=("go",)))
    triggers = owed(release, signed("go"), "trigger_pipeline")
    assert [(each.ref, each.attempt) for each in triggers] == [("work.deploy", 1)]


def test_a_new_round_shows_a_new_card_and_leaves_the_old_as_it_ended():
    release = after(running(sign_off("go"), members={"qa": (DANA,)}), rejected("go"))
    assert copies(owed(release, retried("go"))) == {(2, THREAD), (2, DANA)}


def test_a_new_round_is_not_shown_to_who_was_only_asked_before():
    release = after(running(sign_off("go"), members={"qa": (DANA,)}), rejected("go"))
    release = after(release, now_in("qa", ROSA))
    assert copies(owed(release, retried("go"))) == {(2, THREAD), (2, ROSA)}


def test_new_people_get_the_card_and_those_who_left_see_theirs_redrawn():
    release = running(sign_off("go"), members={"qa": (DANA,)})
    effects = owed(release, now_in("qa", ROSA))
    assert copies(effects) == {(1, THREAD), (1, ROSA), (1, DANA)}
    assert {each.user_id for each in effects if each.kind == "show_home"} == {DANA, ROSA}


def test_what_goes_on_hold_is_asked_in_the_thread_and_of_the_owner():
    release = running(pipeline("build"))
    holds = owed(release, failed("build"), "show_hold")
    assert [(each.ref, each.attempt, each.copy) for each in holds] == [
        ("work.build", 1, THREAD),
        ("work.build", 1, OWNER),
    ]
    assert [each.user_id for each in owed(release, failed("build"), "show_home")] == [OWNER]


def test_a_decision_redraws_the_card_that_asked_for_it():
    release = after(running(pipeline("build"), todo("x")), failed("build"))
    for decision in (retried("build"), ignored("build"), aborted()):
        holds = owed(release, decision, "show_hold")
        assert {(each.attempt, each.copy) for each in holds} == {(1, THREAD), (1, OWNER)}


def test_a_retry_triggers_the_new_attempt_only():
    release = after(running(pipeline("build")), failed("build"))
    triggers = owed(release, retried("build"), "trigger_pipeline")
    assert [each.attempt for each in triggers] == [2]


def test_a_gate_that_nobody_can_open_is_asked_of_the_owner():
    effects = start(process(sign_off("go", asks=("legal",)))).effects
    assert "show_hold" in kinds(effects)


def test_a_run_is_watched_from_when_it_was_first_seen_running():
    release = running(pipeline("build"))
    assert kinds(owed(release, goes_on("build"))) == {"watch_pipeline", "show_release"}
    release = after(release, goes_on("build"))
    assert kinds(owed(release, goes_on("build", link="https://ci/1"))) == {"show_release"}


def test_a_run_with_a_timeout_owes_a_wake_up_when_it_is_over():
    build = pipeline("build", timeout=timedelta(minutes=30))
    wake_ups = [each for each in start(process(build)).effects if each.kind == "wake_up"]
    assert [(each.attempt, each.due_at) for each in wake_ups] == [(1, NOON + timedelta(minutes=30))]


def test_every_attempt_has_its_own_timeout():
    release = after(running(pipeline("build", timeout=timedelta(minutes=30))), failed("build"))
    wake_ups = owed(release, retried("build"), "wake_up")
    assert [(each.attempt, each.due_at) for each in wake_ups] == [
        (2, LATER + timedelta(minutes=30))
    ]


def test_work_by_hand_and_runs_without_timeout_owe_no_wake_up():
    made = process(pipeline("a"), by_hand("b", timeout=timedelta(minutes=1)))
    assert "wake_up" not in kinds(start(made).effects)


def test_a_run_that_ended_is_not_cancelled():
    release = after(running(pipeline("build"), todo("x")), goes_on("build"))
    for ending in (ran("build"), failed("build")):
        assert "cancel_pipeline" not in kinds(owed(release, ending))
        assert "cancel_pipeline" not in kinds(owed(after(release, ending), aborted()))


def test_a_run_that_timed_out_is_cancelled_once():
    release = running(pipeline("build"))
    assert len(owed(release, timed_out("build"), "cancel_pipeline")) == 1
    release = after(release, timed_out("build"))
    assert owed(release, aborted(), "cancel_pipeline") == []
    assert owed(release, retried("build"), "cancel_pipeline") == []


def test_a_run_that_was_only_asked_for_is_cancelled_by_an_abort():
    cancelled = owed(running(pipeline("build")), aborted(), "cancel_pipeline")
    assert [(each.ref, each.attempt) for each in cancelled] == [("work.build", 1)]


def test_an_abort_redraws_the_cards_it_closes():
    effects = owed(running(sign_off("go"), todo("notes")), aborted())
    assert {each.task_id for each in effects if each.kind == "show_task"} == {
        "ex_1/work.go/sign-off",
        "ex_1/work.notes/do",
    }


def test_the_end_is_announced_once():
    release = running(todo("a"))
    announced = owed(release, done("a"), "announce_release")
    assert [(each.release_id, each.occasion) for each in announced] == [("re_1", "ended")]
    assert owed(release, aborted(), "announce_release")


def test_a_required_task_that_ends_the_activity_redraws_the_ones_it_closes():
    release = running(manual("review", chore("a"), gate("b", required=False)))
    drawn = {each.task_id for each in owed(release, done("review", which="a"), "show_task")}
    assert drawn == {"ex_1/work.review/a", "ex_1/work.review/b"}


def test_what_is_owed_is_read_from_the_difference_alone():
    release = running(pipeline("build"), sign_off("go"))
    step = advance(release, failed("build"))
    assert effects_of(release, step.execution) == step.effects


def test_the_card_of_the_last_one_left_is_drawn_again_since_it_now_starts_what_waits():
    execution = running(sign_off("go"), sign_off("legal"), todo("deploy", after=("go", "legal")))
    step = advance(execution, signed("legal"))
    shown = {each.task_id for each in step.effects if isinstance(each, ShowTask)}
    assert any(".go/" in each for each in shown)


def test_a_settled_activity_does_not_redraw_cards_while_more_than_one_is_left():
    execution = running(
        sign_off("go"),
        sign_off("legal"),
        sign_off("ops"),
        todo("end", after=("go", "legal", "ops")),
    )
    step = advance(execution, signed("legal"))
    shown = {each.task_id for each in step.effects if isinstance(each, ShowTask)}
    assert not any(".go/" in each or ".ops/" in each for each in shown)
