"""A phase waits for other releases and for what they hold, and begins once nothing keeps it."""

from datetime import timedelta

from orchestration.effects import Remind, ShowHome, ShowTask, WakeUp
from orchestration.effects.turn import KeepTurn, ShowTurn
from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed
from orchestration.execution.flow.in_turn import Wants, want_of
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.execution.state.turn import Standing
from tests.execution.building import (
    DANA,
    EVENING,
    FAIL,
    LATER,
    OWNER,
    aborted,
    after,
    awaited,
    begun,
    changes,
    done,
    failed,
    overruled,
    paused,
    phase,
    pipeline,
    process,
    redone,
    resumed,
    running,
    seen,
    start,
    status,
    todo,
)


def waiting(*more, waits_for=("ledger.production",), uses=(), **says):
    ship = phase("ship", todo("go"), after=("build",), waits_for=waits_for, uses=uses, **says)
    return after(running(phase("build", todo("image")), ship, *more), done("build.image"))


def owed(step, kind):
    return [each for each in step.effects if isinstance(each, kind)]


def test_a_phase_that_is_reached_waits_until_somebody_has_looked():
    release = running(
        phase("build", todo("image")),
        phase("ship", todo("go"), after=("build",), waits_for=("ledger.production",)),
    )
    step = advance(release, done("build.image"))
    assert begun(step.execution) == {"build.image"}
    assert owed(step, KeepTurn) == [KeepTurn(execution_id="ex_1", phase="ship")]
    assert not owed(step, ShowTurn)


def test_it_begins_when_what_it_waits_for_has_ended_well_and_once():
    release = waiting()
    step = advance(release, seen("ship", awaited()))
    assert status(step.execution, "ship.go") is ActivityStatus.WAITING_FOR_INPUT
    assert owed(step, ShowTask)
    assert not changes(step.execution, seen("ship", awaited()))


def test_where_nobody_of_that_name_runs_or_is_planned_it_does_not_wait():
    release = after(waiting(), seen("ship", awaited(Standing.NOBODY)))
    assert status(release, "ship.go") is ActivityStatus.WAITING_FOR_INPUT


def test_what_keeps_it_is_shown_and_seen_again_unchanged_it_is_shown_once():
    step = advance(waiting(), seen("ship", awaited(Standing.WAITING)))
    assert begun(step.execution) == {"build.image"}
    [shown] = owed(step, ShowTurn)
    assert shown.copy == "thread"
    assert not changes(step.execution, seen("ship", awaited(Standing.WAITING), at=EVENING))


def test_when_it_waits_in_vain_its_owner_is_asked_and_the_releases():
    release = waiting(owner="qa")
    step = advance(release, seen("ship", awaited(Standing.BADLY)))
    copies = {each.copy for each in owed(step, ShowTurn)}
    assert {"thread", DANA, OWNER} <= copies
    assert begun(step.execution) == {"build.image"}


def test_a_person_lets_it_go_on_and_it_begins_at_the_next_look():
    release = after(waiting(), seen("ship", awaited(Standing.BADLY)))
    step = advance(release, overruled("ship"))
    assert owed(step, KeepTurn)
    release = after(step.execution.saved(), seen("ship", awaited(Standing.BADLY)))
    assert status(release, "ship.go") is ActivityStatus.WAITING_FOR_INPUT
    assert release.turns["ship"].overruled_by == OWNER


def test_what_is_run_again_and_ends_well_ends_the_waiting_by_itself():
    release = after(
        waiting(), seen("ship", awaited(Standing.BADLY)), seen("ship", awaited(Standing.WELL))
    )
    assert status(release, "ship.go") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_begins_only_when_it_holds_all_that_it_uses():
    release = waiting(waits_for=(), uses=("staging", "load test"))
    queued = after(release, seen("ship", holds_all=False))
    assert queued.turns["ship"].queues
    assert status(queued, "ship.go") is ActivityStatus.PENDING
    assert status(after(queued, seen("ship")), "ship.go") is ActivityStatus.WAITING_FOR_INPUT


def test_nobody_overrules_who_holds_a_resource():
    release = after(waiting(waits_for=(), uses=("staging",)), seen("ship", holds_all=False))
    assert not changes(release, overruled("ship"))


def test_what_it_uses_is_kept_until_the_phase_has_ended_and_then_given_back():
    release = after(waiting(waits_for=(), uses=("staging",)), seen("ship"))
    assert want_of(release, "ship").what is Wants.PLACES
    step = advance(release, done("ship.go"))
    assert step.execution.status is ExecutionStatus.SUCCEEDED
    assert want_of(step.execution, "ship").what is Wants.NOTHING
    assert owed(step, KeepTurn)


def test_it_is_given_back_when_the_release_is_aborted_or_has_failed():
    release = after(waiting(waits_for=(), uses=("staging",)), seen("ship"))
    assert owed(advance(release, aborted()), KeepTurn)
    fatal = phase("fatal", pipeline("a", on_failure=FAIL))
    step = advance(
        after(waiting(fatal, waits_for=(), uses=("staging",)), seen("ship")), failed("fatal.a")
    )
    assert step.execution.status is ExecutionStatus.FAILED
    assert owed(step, KeepTurn)


def test_a_paused_release_keeps_what_it_uses_and_begins_nothing_that_waited():
    using = after(waiting(waits_for=(), uses=("staging",)), seen("ship"), paused())
    assert want_of(using, "ship").what is Wants.PLACES
    release = after(waiting(), paused())
    step = advance(release, seen("ship", awaited()))
    assert status(step.execution, "ship.go") is ActivityStatus.PENDING
    step = advance(step.execution.saved(), resumed())
    assert owed(step, KeepTurn)
    release = after(step.execution.saved(), seen("ship", awaited()))
    assert status(release, "ship.go") is ActivityStatus.WAITING_FOR_INPUT


def test_a_phase_that_was_done_and_is_redone_takes_its_resources_again_first():
    use = phase("use", todo("a"), todo("b"), uses=("staging",), waits_for=("LED-2",))
    release = after(running(use, phase("last", todo("c"), after=("use",))), seen("use", awaited()))
    release = after(release, done("use.a"), done("use.b"))
    step = advance(release, redone("use.b"))
    assert status(step.execution, "use.b") is ActivityStatus.PENDING
    assert owed(step, KeepTurn)
    again = after(step.execution.saved(), seen("use", attempt=2))
    assert status(again, "use.b") is ActivityStatus.WAITING_FOR_INPUT
    assert status(again, "use.a") is ActivityStatus.SUCCEEDED


def test_redone_while_it_still_holds_them_it_begins_at_once():
    use = phase("use", todo("a"), todo("b"), uses=("staging",))
    release = after(running(use), seen("use"), done("use.b"), redone("use.b"))
    assert status(release, "use.b") is ActivityStatus.WAITING_FOR_INPUT


def test_what_waited_and_is_no_longer_reached_waits_for_nobody():
    release = waiting()
    step = advance(release, redone("build.image"))
    assert not step.execution.waits_its_turn("ship")
    assert want_of(step.execution, "ship").what is Wants.NOTHING
    release = after(step.execution.saved(), done("build.image", round_=2))
    assert release.turns["ship"].attempt == 2


def test_a_look_at_an_earlier_attempt_begins_nothing():
    release = after(waiting(), redone("build.image"), done("build.image", round_=2))
    assert not changes(release, seen("ship", awaited()))


def test_a_phase_without_activities_is_a_gate_between_releases():
    gate = phase("gate", after=("build",), waits_for=("LED-2",))
    ship = phase("ship", todo("go"), after=("gate",))
    release = after(running(phase("build", todo("image")), gate, ship), done("build.image"))
    assert status(release, "ship.go") is ActivityStatus.PENDING
    release = after(release, seen("gate", awaited()))
    assert status(release, "ship.go") is ActivityStatus.WAITING_FOR_INPUT


def test_a_release_ends_only_when_its_last_phase_has_had_its_turn():
    release = start(process(phase("gate", waits_for=("LED-2",)))).execution.saved()
    assert release.status is ExecutionStatus.RUNNING
    assert after(release, seen("gate", awaited())).status is ExecutionStatus.SUCCEEDED


def test_a_phase_that_is_left_out_waits_for_nobody():
    step = start(process(phase("ship", todo("go"), uses=("staging",), if_="1 == 2")))
    assert step.execution.status is ExecutionStatus.SUCCEEDED
    assert not owed(step, KeepTurn)


def test_a_phase_waits_for_its_time_first():
    release = waiting(not_before="start + 2d")
    assert not release.turns
    assert release.held_until


def test_nothing_waits_in_a_release_that_has_failed():
    fatal = phase("fatal", pipeline("a", on_failure=FAIL), pipeline("b"))
    step = advance(waiting(fatal), failed("fatal.a"))
    assert want_of(step.execution, "ship").what is Wants.NOTHING
    assert owed(step, KeepTurn)
    assert not changes(step.execution, seen("ship", awaited(), at=LATER))


def its_time(deadline, number, of="reminder"):
    at = deadline.due_at if of == "due" else deadline.remind_at[number - 1]
    return Elapsed(at=at, ref="ship", attempt=1, of=of, number=number, deadline_at=deadline.due_at)


def test_who_is_asked_about_waiting_in_vain_is_reminded_as_of_a_hold_and_then_others_are_told():
    step = advance(waiting(owner="qa"), seen("ship", awaited(Standing.BADLY)))
    assert {x.user_id for x in owed(step, ShowHome)} >= {DANA, OWNER}
    assert {x.of for x in owed(step, WakeUp)} == {"reminder", "due"}
    deadline = step.execution.turns["ship"].deadline
    assert deadline.due_at - LATER == timedelta(hours=4)
    half = advance(step.execution.saved(), its_time(deadline, 1))
    assert {x.copy for x in owed(half, Remind)} >= {DANA, OWNER}
    assert not owed(half, ShowTurn)
    late = advance(half.execution.saved(), its_time(deadline, 0, "due"))
    assert "thread" in {x.copy for x in owed(late, Remind)}
    assert late.execution.turns["ship"].deadline.overdue_at == deadline.due_at


def test_one_that_simply_waits_has_its_people_told_once_after_a_day():
    release = after(waiting(), seen("ship", awaited(Standing.WAITING)))
    deadline = release.turns["ship"].deadline
    step = advance(release, its_time(deadline, 1))
    assert [x.copy for x in owed(step, Remind)] == [OWNER]
    assert not changes(step.execution.saved(), its_time(deadline, 1))


def test_one_that_begins_at_its_first_look_has_nobody_reminded():
    step = advance(waiting(), seen("ship", awaited()))
    assert not owed(step, WakeUp)
