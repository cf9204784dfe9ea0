"""Tasks that are added, edited, withdrawn and skipped while their activity runs."""

from dataclasses import replace

from orchestration.effects import ShowTask
from orchestration.execution.engine import advance
from orchestration.execution.state.acting import Away
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from tests.execution import building as a
from tests.execution.building import DANA, IVO, OWNER, ROSA, after, running, todo

WAITING, SUCCEEDED = ActivityStatus.WAITING_FOR_INPUT, ActivityStatus.SUCCEEDED
MORE = a.chore("~more", assignees=(DANA,), instructions="Call the bank")


def release():
    return running(todo("notes"), todo("other"))


def test_what_is_added_is_asked_at_once():
    step = advance(release(), a.added("notes", MORE))
    task = a.task(step.execution, "notes", "~more")
    assert (task.people, task.added_by) == ((DANA,), OWNER)
    assert DANA in {each.copy for each in step.effects if isinstance(each, ShowTask)}


def test_the_activity_waits_for_a_required_one_and_for_no_other():
    now = after(release(), a.added("notes", MORE), a.done("notes"))
    assert a.status(now, "notes") is WAITING
    assert a.status(after(now, a.done("notes", DANA, which="~more")), "notes") is SUCCEEDED
    if_you_can = a.chore("~more", assignees=(DANA,), required=False)
    now = after(release(), a.added("notes", if_you_can), a.done("notes"))
    assert a.status(now, "notes") is SUCCEEDED


def test_a_sign_off_can_be_added_and_one_that_nobody_could_open_cannot():
    now = after(release(), a.added("notes", a.gate("~more", asks=(DANA, ROSA), needed=2)))
    assert a.task(now, "notes", "~more").needed == 2
    impossible = a.added("notes", a.gate("~more", asks=(DANA,), needed=2))
    before = release()
    assert not a.changes(before, impossible)


def test_nothing_is_added_to_what_does_not_run():
    done = after(release(), a.done("notes"))
    assert not a.changes(done, a.added("notes", MORE))
    assert not a.changes(release(), a.added("notes", MORE, attempt=2))


def test_a_later_attempt_asks_it_too_unless_it_was_withdrawn():
    gate = running(a.sign_off("gate"), todo("other"))
    added = after(gate, a.added("gate", MORE))
    again = after(added, a.rejected("gate"), a.retried("gate"))
    assert a.task(again, "gate", "~more").round == 2
    assert a.task(again, "gate", "~more").added_by == OWNER
    without = after(added, a.task_withdrawn("gate", "~more"), a.rejected("gate"), a.retried("gate"))
    assert len(without.activity(a.place("gate")).tasks) == 1


def test_the_owner_finalises_after_what_was_added_late():
    now = after(running(a.manual("it", a.chore(), finalise="owner")), a.done("it"))
    now = after(now, a.added("it", MORE))
    assert all(not each.id.endswith("~finalise") for each in now.tasks_of(a.place("it")))
    now = after(now, a.done("it", DANA, which="~more"))
    assert a.task(now, "it", "~finalise").open


def test_what_was_added_can_ask_somebody_else():
    now = after(release(), a.added("notes", MORE))
    step = advance(now, a.edited("notes", a.chore("~more", assignees=(IVO,))))
    assert a.task(step.execution, "notes", "~more").people == (IVO,)
    copies = {each.copy for each in step.effects if isinstance(each, ShowTask)}
    assert {DANA, IVO} <= copies, "who is asked no more sees it too"


def test_what_need_not_be_done_any_more_does_not_keep_its_activity():
    now = after(release(), a.added("notes", MORE), a.done("notes"))
    later = after(now, a.edited("notes", MORE.model_copy(update={"required": False})))
    assert a.status(later, "notes") is SUCCEEDED
    assert a.status(after(now, a.task_withdrawn("notes", "~more")), "notes") is SUCCEEDED


def test_what_somebody_signed_is_not_rewritten():
    gate = a.gate("~more", asks=(DANA, ROSA), needed=2)
    now = after(release(), a.added("notes", gate), a.signed("notes", DANA, which="~more"))
    assert not a.changes(now, a.edited("notes", a.gate("~more", asks=(DANA, IVO), needed=2)))


def test_what_the_process_declares_is_neither_edited_nor_withdrawn():
    now = release()
    assert not a.changes(now, a.edited("notes", a.chore("do", assignees=(DANA,))))
    assert not a.changes(now, a.task_withdrawn("notes", "do"))


def test_a_declared_task_is_skipped_and_the_rest_goes_on():
    activity = a.manual("it", a.chore(), a.gate())
    now = after(running(activity, todo("other")), a.left_out("it"))
    task = a.task(now, "it", "do")
    assert (task.status, task.settled_by, task.reason_id) == (TaskStatus.SKIPPED, OWNER, "why")
    assert a.status(now, "it") is WAITING
    assert a.status(after(now, a.signed("it")), "it") is SUCCEEDED


def test_an_activity_of_which_all_is_skipped_is_skipped():
    now = after(release(), a.left_out("notes"))
    assert a.status(now, "notes") is ActivityStatus.SKIPPED
    assert now.activity(a.place("notes")).reason == "all that it asks was skipped"


def test_what_was_added_is_withdrawn_and_never_skipped():
    now = after(release(), a.added("notes", MORE))
    assert not a.changes(now, a.left_out("notes", which="~more"))


def test_whoever_stands_in_for_somebody_new_is_asked_at_once():
    spec = a.chore("~more", assignees=(a.STRANGER,))
    gone = {a.STRANGER: Away(until=a.EVENING, substitute=a.ROSA)}
    event = replace(a.added("it", spec), away=gone)
    release = after(running(todo("it")), event)
    assert a.task(release, "it", "~more").people == (a.ROSA,)
