"""Who signs after whom, who may not, and when a task counts at all."""

import pytest

from orchestration.effects import ShowTask
from orchestration.errors import Rejected
from orchestration.execution.engine import advance
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
from orchestration.execution.tasks.refusals import refuse_stranger
from tests.execution.building import (
    DANA,
    IVO,
    OWNER,
    ROSA,
    STRANGER,
    after,
    chore,
    done,
    gate,
    manual,
    now_in,
    retried,
    running,
    signed,
    status,
    task,
)

TEAMS = {"qa": (DANA, ROSA), "security": (IVO,), "owner": (OWNER,)}


def one_after_another(*, needed=2, asks=("qa", "security"), members=TEAMS):
    return running(
        manual("go", gate(asks=asks, needed=needed, order="sequential")), members=members
    )


def asked(release):
    return set(task(release, "go").people)


def test_the_second_role_is_asked_once_somebody_of_the_first_has_approved():
    release = one_after_another()
    assert asked(release) == {DANA, ROSA}
    step = advance(release, signed("go"))
    assert asked(step.execution) == {DANA, ROSA, IVO}
    shown = {each.copy for each in step.effects if isinstance(each, ShowTask)}
    assert IVO in shown
    release = after(step.execution.saved(), signed("go", IVO, through="security"))
    assert status(release, "go") is ActivityStatus.SUCCEEDED


def test_nobody_signs_before_it_is_their_turn():
    release = one_after_another()
    assert advance(release, signed("go", IVO, through="security")).execution is release
    with pytest.raises(Rejected, match=r"not your turn yet: .*U000DANA1.* can sign"):
        refuse_stranger(task(release, "go"), IVO)


def test_all_in_order_asks_the_rest_of_a_role_too():
    release = after(one_after_another(needed="all"), signed("go"))
    release = after(release, signed("go", IVO, through="security"))
    assert task(release, "go").open
    assert status(after(release, signed("go", ROSA)), "go") is ActivityStatus.SUCCEEDED


def test_a_role_that_is_nobody_is_passed_over_in_the_order():
    release = one_after_another(needed=1, asks=("legal", "security"))
    assert asked(release) == {IVO}


def test_an_approval_stands_for_its_role_when_its_author_leaves_it():
    release = after(one_after_another(needed=3), signed("go"), now_in("qa", ROSA))
    assert asked(release) == {ROSA, IVO}


def test_whoever_started_the_release_does_not_sign_it():
    release = running(manual("go", gate(asks=("qa", "owner"), exclude=("starter",))), members=TEAMS)
    assert asked(release) == {DANA, ROSA}
    assert advance(release, signed("go", OWNER, through="owner")).execution is release
    with pytest.raises(Rejected, match="You started this release"):
        refuse_stranger(task(release, "go"), OWNER)
    with pytest.raises(Rejected, match="You are not asked here"):
        refuse_stranger(task(release, "go"), STRANGER)


def test_a_gate_that_only_the_starter_could_sign_is_on_hold_until_there_is_somebody_else():
    go = manual("go", gate(asks=("owner",), exclude=("starter",)))
    release = running(go, members=TEAMS)
    assert status(release, "go") is ActivityStatus.ON_HOLD
    assert "apart from whoever started the release" in release.activity("work.go").reason
    release = after(release, now_in("owner", OWNER, IVO), retried("go"))
    assert asked(release) == {IVO}


def test_a_majority_counts_those_who_may_sign():
    release = running(
        manual("go", gate(asks=("qa", "owner"), needed="all", exclude=("starter",))), members=TEAMS
    )
    assert task(release, "go").needed == 2


# required


def with_note(region, condition='inputs.region == "eu"'):
    note = chore("note", required=condition)
    return running(manual("go", note, chore("do")), given={"region": region} if region else {})


def test_whether_a_task_is_required_is_decided_when_it_is_asked():
    assert status(after(with_note("us"), done("go")), "go") is ActivityStatus.SUCCEEDED
    needed = after(with_note("eu"), done("go"))
    assert status(needed, "go") is ActivityStatus.WAITING_FOR_INPUT
    assert status(after(needed, done("go", which="note")), "go") is ActivityStatus.SUCCEEDED


def test_what_was_not_required_is_withdrawn_when_the_rest_is_done():
    release = after(with_note("us"), done("go"))
    assert task(release, "go", "note").status is TaskStatus.CLOSED


def test_a_task_of_which_nobody_knows_whether_it_is_required_is_on_hold():
    release = with_note("")
    assert status(release, "go") is ActivityStatus.ON_HOLD
    said = release.activity("work.go").reason
    assert said.startswith("whether “note” is required: inputs.region")
