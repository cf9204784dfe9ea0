"""A process that somebody starts from a task runs beside what its activity asks of people."""

from orchestration.effects import ShowTask
from orchestration.effects.announcements import AnnounceProcess
from orchestration.effects.subprocess import FollowParent, StartFromTask
from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from tests.execution import building as a
from tests.execution.building import after, running

SUCCEEDED, WAITING = ActivityStatus.SUCCEEDED, ActivityStatus.WAITING_FOR_INPUT
HOTFIX = a.process_started("check")


def checking(*more):
    return running(a.todo("check"), *more)


def owed(step, kind):
    return [each for each in step.effects if isinstance(each, kind)]


def test_it_is_started_once_and_its_card_says_so():
    step = advance(checking(), HOTFIX)
    assert [each.child for each in owed(step, StartFromTask)] == [HOTFIX.started.child]
    assert owed(step, ShowTask)
    assert not a.changes(step.execution.saved(), HOTFIX)


def test_its_end_is_told_in_the_thread_and_the_task_stays_with_its_people():
    release = after(checking(), HOTFIX)
    step = advance(release, a.ended_beside(HOTFIX, "check", ExecutionStatus.FAILED, reason="no"))
    assert len(owed(step, AnnounceProcess)) == 1
    assert a.status(step.execution, "check") is WAITING
    assert a.task(step.execution, "check").open


def test_its_activity_is_not_done_before_it_has_ended():
    release = after(checking(), HOTFIX, a.done("check"))
    assert a.status(release, "check") is WAITING
    release = after(release, a.ended_beside(HOTFIX, "check"))
    assert a.status(release, "check") is SUCCEEDED


def test_nobody_waits_for_it_once_its_activity_is_skipped_redone_or_aborted():
    release = after(checking(a.todo("other")), HOTFIX)
    for event in (a.skipped("check"), a.redone("check"), a.aborted()):
        left = owed(advance(release, event), FollowParent)
        assert [each.execution_id for each in left] == [HOTFIX.started.child], event
    gone = after(release, a.skipped("check"))
    assert not a.changes(gone, a.ended_beside(HOTFIX, "check"))


def test_it_follows_a_pause_and_none_starts_in_one():
    release = after(checking(), HOTFIX)
    paused = advance(release, a.paused())
    assert [each.execution_id for each in owed(paused, FollowParent)] == [HOTFIX.started.child]
    other = a.process_started("check", key="another")
    assert not a.changes(paused.execution.saved(), other)


def test_only_people_at_work_on_a_manual_activity_start_one():
    assert not a.changes(after(checking(a.todo("other")), a.done("check")), HOTFIX)
    assert not a.changes(running(a.by_hand("check")), a.process_started("check", which="by-hand"))
    own = a.process_started("check", of="web-release")
    assert not a.changes(checking(), own)


def test_a_gate_whose_opening_led_to_it_cannot_be_undone():
    gate = a.sign_off("gate", undo=None)
    release = running(gate, a.pipeline("next", after=("gate",)), a.todo("check", after=("gate",)))
    release = after(release, a.signed("gate"), HOTFIX)
    assert not a.changes(release, a.undone("gate"))
