"""A to-do is taken, blocked and done; and open again while nothing has gone on from it."""

from orchestration.effects import ShowTask
from orchestration.execution.engine import advance
from orchestration.execution.state.counting import recounted
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from tests.execution import building as a
from tests.execution.building import DANA, OWNER, ROSA, STRANGER, after, running, todo

WAITING, SUCCEEDED = ActivityStatus.WAITING_FOR_INPUT, ActivityStatus.SUCCEEDED


def two_people():
    return running(a.manual("notes", a.chore(assignees=("qa",))), todo("other"))


def test_who_takes_a_to_do_is_shown_on_every_copy_of_its_card():
    step = advance(two_people(), a.taken("notes", DANA))
    assert a.task(step.execution, "notes").taken_by == DANA
    copies = {each.copy for each in step.effects if isinstance(each, ShowTask)}
    assert {"thread", DANA, ROSA} <= copies


def test_another_may_take_it_over_or_do_it():
    now = after(two_people(), a.taken("notes", DANA), a.taken("notes", ROSA))
    assert a.task(now, "notes").taken_by == ROSA
    assert a.status(after(now, a.done("notes", DANA)), "notes") is SUCCEEDED


def test_nobody_takes_what_they_are_not_asked():
    now = two_people()
    assert not a.changes(now, a.taken("notes", STRANGER))


def test_blocked_is_shown_and_holds_nothing():
    now = after(two_people(), a.blocked("notes", DANA))
    assert a.task(now, "notes").blocked.reason_id == "why"
    assert a.status(now, "notes") is WAITING
    assert a.task(after(now, a.blocked("notes", ROSA, why="")), "notes").blocked is None
    assert a.task(after(now, a.done("notes", DANA)), "notes").blocked is None


def test_a_to_do_is_open_again_in_a_new_attempt_while_nothing_has_gone_on():
    release = running(todo("notes"), todo("other"), todo("ship", after=("notes", "other")))
    done = after(release, a.done("notes"))
    step = advance(done, a.reopened("notes"))
    now = step.execution
    task, activity = a.task(now, "notes"), now.activity(a.place("notes"))
    assert (task.status, task.round) == (TaskStatus.OPEN, 2)
    assert (activity.status, activity.attempt) == (WAITING, 2)
    assert activity.past[0].reason == "“notes” was not done after all"
    assert now.unsettled == recounted(now).unsettled
    rounds = {each.round for each in step.effects if isinstance(each, ShowTask)}
    assert rounds == {2}, "the card of the first round says what was done"

    everything = after(now, a.done("other"), a.done("notes", round_=2))
    assert a.status(everything, "ship") is WAITING, "what waits starts once, when all is done"


def test_it_is_too_late_once_something_has_gone_on_from_it():
    release = running(todo("notes"), todo("ship", after=("notes",)))
    gone_on = after(release, a.done("notes"))
    assert not a.changes(gone_on, a.reopened("notes"))


def test_it_is_too_late_once_the_next_phase_was_reached():
    check = a.phase("check", todo("notes"))
    ship = a.phase("ship", todo("go"), after=("check",))
    gone_on = after(running(check, ship), a.done("check.notes"))
    assert not a.changes(gone_on, a.reopened("check.notes"))


def test_the_last_one_of_a_phase_can_be_reopened_while_another_phase_is_awaited():
    check, build = a.phase("check", todo("notes")), a.phase("build", todo("image"))
    ship = a.phase("ship", todo("go"), after=("check", "build"))
    now = after(running(check, build, ship), a.done("check.notes"), a.reopened("check.notes"))
    assert a.status(now, "check.notes") is WAITING
    built = after(now, a.done("build.image"))
    assert a.status(built, "ship.go") is ActivityStatus.PENDING
    ready = after(built, a.done("check.notes", round_=2))
    assert a.status(ready, "ship.go") is WAITING


def test_what_was_answered_beside_it_stays_answered():
    activity = a.manual("it", a.chore(), a.gate())
    release = running(activity, todo("other"))
    done = after(release, a.signed("it"), a.done("it"))
    assert a.status(done, "it") is SUCCEEDED
    again = after(done, a.reopened("it"))
    assert a.task(again, "it", "sign-off").status is TaskStatus.APPROVED
    assert a.status(after(again, a.done("it", round_=2)), "it") is SUCCEEDED


def test_the_owner_finalises_anew_what_was_reopened():
    activity = a.manual("it", a.chore(), finalise="owner")
    closing = after(running(activity), a.done("it"))
    assert a.task(closing, "it", "~finalise").open
    again = after(closing, a.reopened("it"))
    assert a.task(again, "it", "do").open
    assert not [each for each in again.tasks_of(a.place("it")) if each.id.endswith("~finalise")]
    closing = after(again, a.done("it"))
    assert a.task(closing, "it", "~finalise").open
    ended = after(closing, a.done("it", which="~finalise"))
    assert ended.status is ExecutionStatus.SUCCEEDED


def test_a_sign_off_is_not_reopened_and_neither_is_a_to_do_of_somebody_else():
    release = running(a.sign_off("gate"), todo("notes"), todo("other"))
    signed = after(release, a.signed("gate"), a.done("notes"))
    assert not a.changes(signed, a.reopened("gate", DANA, which="sign-off"))
    assert not a.changes(signed, a.reopened("notes", DANA))
    assert a.status(after(signed, a.reopened("notes", OWNER)), "notes") is WAITING


def test_what_a_pause_held_back_waits_again_for_what_is_reopened():
    check = a.phase("check", todo("notes"), todo("sum", after=("notes",)))
    ship = a.phase("ship", todo("go"), after=("check",))
    paused = after(running(check, ship), a.paused(), a.done("check.notes"))
    again = after(paused, a.reopened("check.notes"), a.resumed())
    assert a.status(again, "check.sum") is ActivityStatus.PENDING
    both = after(again, a.done("check.notes", round_=2), a.paused(), a.done("check.sum"))
    again = after(both, a.reopened("check.sum"), a.resumed())
    assert a.status(again, "ship.go") is ActivityStatus.PENDING
    assert a.status(after(again, a.done("check.sum", round_=2)), "ship.go") is WAITING


def test_an_approval_beside_what_is_reopened_can_be_withdrawn_and_its_card_says_so():
    release = running(a.manual("it", a.gate(), a.chore()), todo("other"))
    release = after(release, a.signed("it"), a.done("it"))
    step = advance(release, a.reopened("it"))
    shown = {each.task_id for each in step.effects if isinstance(each, ShowTask)}
    assert "ex_1/work.it/sign-off" in shown
    release = after(step.execution.saved(), a.withdrawn("it"), a.done("it", round_=2))
    assert a.status(release, "it") is WAITING
    assert a.status(after(release, a.signed("it", shown="again")), "it") is ActivityStatus.SUCCEEDED
