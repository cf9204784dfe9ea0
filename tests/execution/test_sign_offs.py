"""Who signs, how many must, and what a verdict changes."""

import pytest

from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, TaskStatus
from tests.execution.building import (
    DANA,
    IVO,
    LATER,
    OWNER,
    QA,
    ROSA,
    STRANGER,
    after,
    chore,
    done,
    gate,
    manual,
    now_in,
    rejected,
    retried,
    running,
    sign_off,
    signed,
    status,
    task,
    todo,
)


def test_one_approval_is_enough_where_one_is_needed():
    release = after(running(sign_off("go")), signed("go"))
    assert status(release, "go") is ActivityStatus.SUCCEEDED
    assert task(release, "go").settled_by == DANA
    assert task(release, "go").settled_at == LATER


def test_a_quorum_counts_distinct_people():
    release = after(running(sign_off("go", needed=2)), signed("go", DANA))
    assert task(release, "go").open
    assert task(release, "go").missing == (ROSA, IVO)
    release = after(release, signed("go", ROSA))
    assert task(release, "go").status is TaskStatus.APPROVED


def test_a_second_click_of_the_same_person_counts_once():
    release = after(running(sign_off("go", needed=2)), signed("go", DANA))
    step = advance(release, signed("go", DANA))
    assert step.execution is release
    assert step.effects == ()


def test_somebody_who_approved_cannot_reject_in_the_same_round():
    release = after(running(sign_off("go", needed=2)), signed("go", DANA))
    assert advance(release, rejected("go", DANA)).execution is release


def test_a_person_in_two_roles_counts_once():
    members = {"qa": (DANA, ROSA), "security": (DANA,)}
    release = running(sign_off("go", needed=2, asks=("qa", "security")), members=members)
    assert task(release, "go").people == (DANA, ROSA)
    assert [each.through for each in task(release, "go").assignees] == ["qa", "qa"]
    release = after(release, signed("go", DANA))
    assert task(release, "go").open


@pytest.mark.parametrize(("needed", "approvals"), [(1, 1), (2, 2), ("majority", 2), ("all", 3)])
def test_a_quorum_among_three_people(needed, approvals):
    release = running(sign_off("go", needed=needed))
    for number, person in enumerate((DANA, ROSA, IVO)[:approvals], 1):
        release = after(release, signed("go", person))
        assert task(release, "go").open is (number < approvals)


def test_a_majority_of_two_is_both():
    release = running(sign_off("go", needed="majority"), members={"qa": (DANA, ROSA)})
    assert after(release, signed("go", DANA)).status is ExecutionStatus.RUNNING


def test_a_sign_off_cannot_need_fewer_than_one_approval():
    release = running(sign_off("go", needed=0), members={"qa": ()})
    assert status(release, "go") is ActivityStatus.ON_HOLD


def test_only_those_named_may_sign():
    release = running(sign_off("go"))
    assert advance(release, signed("go", STRANGER)).execution is release
    assert advance(release, rejected("go", OWNER)).execution is release


def test_only_those_asked_may_do_a_to_do():
    release = running(manual("notes", chore(assignees=("qa",))))
    assert advance(release, done("notes", STRANGER)).execution is release
    assert after(release, done("notes", ROSA)).status is ExecutionStatus.SUCCEEDED


def test_one_rejection_decides_whoever_approved_before():
    release = running(sign_off("go", needed=3))
    release = after(release, signed("go", DANA), rejected("go", ROSA))
    assert task(release, "go").status is TaskStatus.REJECTED
    assert status(release, "go") is ActivityStatus.ON_HOLD
    activity = release.activity("work.go")
    assert activity.reason == "“sign-off” was rejected"
    assert activity.reason_id == "why"


def test_first_valid_click_wins():
    release = after(running(sign_off("go")), signed("go", DANA))
    assert advance(release, rejected("go", ROSA)).execution is release


def test_a_retry_asks_again_in_a_new_round_and_keeps_the_old_one():
    release = running(sign_off("go", needed=2))
    release = after(release, signed("go", DANA), rejected("go", ROSA), retried("go"))
    again = task(release, "go")
    assert (again.round, again.open, again.verdicts) == (2, True, ())
    assert [each.round for each in again.sign_offs] == [1, 1]
    assert again.missing == (DANA, ROSA, IVO)


def test_a_click_of_an_earlier_round_changes_nothing():
    release = after(running(sign_off("go")), rejected("go"), retried("go"))
    assert advance(release, signed("go", ROSA, round_=1)).execution is release
    assert after(release, signed("go", ROSA, round_=2)).status is ExecutionStatus.SUCCEEDED


def test_a_click_of_a_round_that_never_was_changes_nothing():
    release = running(sign_off("go"))
    assert advance(release, signed("go", round_=2)).execution is release


def test_who_rejected_may_approve_in_the_next_round():
    release = after(running(sign_off("go")), rejected("go", DANA), retried("go"))
    assert after(release, signed("go", DANA, round_=2)).status is ExecutionStatus.SUCCEEDED


def test_a_sign_off_is_not_done_like_a_to_do():
    release = running(sign_off("go"))
    assert advance(release, done("go", DANA, which="sign-off")).execution is release


def test_a_sign_off_bound_to_nobody_is_held():
    release = running(sign_off("go", asks=("legal",)), todo("x"))
    assert status(release, "go") is ActivityStatus.ON_HOLD
    assert release.activity("work.go").reason == (
        "nobody can sign “sign-off”: say who its role is, then retry"
    )
    assert status(release, "x") is ActivityStatus.WAITING_FOR_INPUT


def test_a_gate_that_too_few_can_open_is_held():
    release = running(sign_off("go", needed=2), members={"qa": (DANA,)})
    assert release.activity("work.go").reason == (
        "“sign-off” needs 2 approvals and only 1 can give one"
    )


def test_a_held_gate_can_be_asked_again_once_its_role_is_bound():
    release = running(sign_off("go", asks=("legal",)))
    release = after(release, now_in("legal", IVO), retried("go"))
    assert task(release, "go").people == (IVO,)
    assert status(release, "go") is ActivityStatus.WAITING_FOR_INPUT


def test_a_new_member_of_a_role_may_sign_at_once():
    release = after(running(sign_off("go"), members={"qa": (DANA,)}), now_in("qa", DANA, ROSA))
    assert after(release, signed("go", ROSA)).status is ExecutionStatus.SUCCEEDED


def test_somebody_who_left_the_role_may_not_sign_any_more():
    release = after(running(sign_off("go")), now_in("qa", ROSA))
    assert advance(release, signed("go", DANA)).execution is release


def test_a_change_of_members_recounts_a_majority():
    release = after(running(sign_off("go", needed="majority")), signed("go", DANA))
    assert task(release, "go").needed == 2
    release = after(release, now_in("qa", DANA))
    assert task(release, "go").needed == 1
    assert task(release, "go").status is TaskStatus.APPROVED
    assert release.status is ExecutionStatus.SUCCEEDED


def test_more_members_can_mean_more_approvals():
    release = after(running(sign_off("go", needed="all"), members={"qa": (DANA, ROSA)}))
    release = after(release, signed("go", DANA), now_in("qa", DANA, ROSA, IVO), signed("go", ROSA))
    assert task(release, "go").open
    assert task(release, "go").missing == (IVO,)


def test_an_approval_stands_when_its_author_leaves_the_role():
    release = after(running(sign_off("go", needed=2)), signed("go", DANA), now_in("qa", ROSA, IVO))
    assert task(release, "go").open
    assert after(release, signed("go", IVO)).status is ExecutionStatus.SUCCEEDED


def test_an_approval_that_stands_counts_towards_whether_the_gate_can_open():
    """Dana approved and left; Rosa alone can still complete the two that are needed."""
    release = running(sign_off("go", needed=2), members={"qa": (DANA, ROSA)})
    release = after(release, signed("go", DANA), now_in("qa", ROSA))
    assert status(release, "go") is ActivityStatus.WAITING_FOR_INPUT
    assert after(release, signed("go", ROSA)).status is ExecutionStatus.SUCCEEDED


def test_a_gate_that_everybody_left_is_held():
    release = after(running(sign_off("go")), now_in("qa"))
    assert status(release, "go") is ActivityStatus.ON_HOLD
    assert task(release, "go").status is TaskStatus.CLOSED


def test_a_change_of_members_leaves_decided_gates_alone():
    release = after(running(sign_off("go"), todo("x")), signed("go"))
    before = task(release, "go")
    assert task(after(release, now_in("qa", IVO)), "go") is before


def test_a_gate_not_reached_yet_asks_the_members_of_its_own_time():
    release = running(todo("x"), sign_off("go", after=("x",)))
    release = after(release, now_in("qa", IVO), done("x"))
    assert task(release, "go").people == (IVO,)


def test_members_who_did_not_change_change_nothing():
    release = running(sign_off("go"))
    assert advance(release, now_in("qa", *QA["qa"])).execution is release


def test_a_to_do_without_assignee_belongs_to_the_owner_of_the_release():
    assert task(running(todo("notes")), "notes").people == (OWNER,)


def test_a_to_do_of_a_role_bound_to_nobody_belongs_to_the_owner_of_the_release():
    assert task(running(todo("notes", owner="writer")), "notes").people == (OWNER,)


def test_a_to_do_goes_back_to_the_owner_when_its_role_empties():
    release = after(running(todo("notes", owner="qa")), now_in("qa"))
    assert task(release, "notes").people == (OWNER,)


def test_a_manual_activity_is_done_when_every_required_task_is():
    release = running(manual("review", chore("read"), gate("sign")))
    release = after(release, done("review", which="read"))
    assert status(release, "review") is ActivityStatus.WAITING_FOR_INPUT
    release = after(release, signed("review", which="sign"))
    assert status(release, "review") is ActivityStatus.SUCCEEDED


def test_a_task_that_is_not_required_is_closed_when_the_required_ones_are_done():
    release = running(manual("review", chore("read", required=False), gate("sign")))
    release = after(release, signed("review", which="sign"))
    assert status(release, "review") is ActivityStatus.SUCCEEDED
    assert task(release, "review", "read").status is TaskStatus.CLOSED


def test_where_no_task_is_required_all_of_them_are():
    release = running(manual("tidy", chore("a", required=False), chore("b", required=False)))
    release = after(release, done("tidy", which="a"))
    assert status(release, "tidy") is ActivityStatus.WAITING_FOR_INPUT
    assert after(release, done("tidy", which="b")).status is ExecutionStatus.SUCCEEDED


def test_a_rejection_closes_what_else_the_activity_asked():
    release = after(
        running(manual("review", chore("read"), gate("sign"))), rejected("review", which="sign")
    )
    assert task(release, "review", "read").status is TaskStatus.CLOSED
    assert advance(release, done("review", which="read")).execution is release


def test_a_verdict_keeps_what_its_card_showed_and_through_whom_its_author_was_asked():
    verdict = task(after(running(sign_off("go")), signed("go")), "go").verdicts[0]
    assert (verdict.by, verdict.shown, verdict.through, verdict.at) == (DANA, "f00d", "qa", LATER)
