"""Delegating and reassigning a task: whose place it is, until when, and what never follows."""

from datetime import timedelta

from orchestration.execution.engine import advance
from orchestration.execution.events import Elapsed, MembersChanged, TaskHandedOn, TaskTakenBack
from orchestration.execution.state.acting import Away
from orchestration.values import UserId
from tests.execution.building import (
    DANA,
    EVENING,
    IVO,
    LATER,
    OWNER,
    QA,
    ROSA,
    after,
    chore,
    gate,
    manual,
    place,
    rejected,
    retried,
    running,
    sign_off,
    signed,
    task,
)

ELI, FAY = UserId("U0000ELI1"), UserId("U0000FAY1")


def hands_on(release, to=ELI, *, of=DANA, by=None, until=EVENING, name="qa", **more):
    found = task(release, name)
    return TaskHandedOn(
        at=LATER,
        by=by or of,
        task_id=found.id,
        round=found.round,
        of=of,
        to=to,
        until=until,
        **more,
    )


def reassigns(release, to=ELI, *, of=DANA, name="qa"):
    return hands_on(release, to, of=of, by=OWNER, until=None, name=name, reassigned=True)


def takes_back(release, of=DANA, name="qa"):
    found = task(release, name)
    return TaskTakenBack(at=LATER, by=of, task_id=found.id, round=found.round, of=of)


def asked(execution, name="qa"):
    return task(execution, name).people


def gated(**more):
    return running(sign_off("qa", **more))


def test_whoever_is_asked_hands_it_to_somebody_else():
    release = gated()
    release = after(release, hands_on(release))
    assert asked(release) == (ELI, ROSA, IVO)
    (has, *_) = task(release, "qa").assignees
    assert (has.how, has.instead_of, has.until, has.through) == ("delegated", DANA, EVENING, "qa")
    (verdict,) = task(after(release, signed("qa", ELI)), "qa").verdicts
    assert (verdict.by, verdict.instead_of) == (ELI, DANA)


def test_a_delegation_ends_by_itself_on_its_date():
    release = gated()
    step = advance(release, hands_on(release))
    (waking,) = [each for each in step.effects if each.kind == "wake_up"]
    assert (waking.due_at, waking.of) == (EVENING, "delegation")
    ended = Elapsed(at=EVENING, ref=place("qa"), attempt=1, of="delegation")
    assert asked(after(step.execution.saved(), ended)) == (DANA, ROSA, IVO)


def test_an_earlier_date_does_not_end_a_later_delegation():
    release = gated()
    release = after(release, hands_on(release, until=EVENING + timedelta(days=1)))
    ended = Elapsed(at=EVENING, ref=place("qa"), attempt=1, of="delegation")
    assert asked(after(release, ended)) == (ELI, ROSA, IVO)


def test_it_is_taken_back():
    release = gated()
    release = after(release, hands_on(release))
    assert asked(after(release, takes_back(release))) == (DANA, ROSA, IVO)


def test_nobody_hands_on_what_is_not_theirs():
    release = gated()
    assert asked(after(release, hands_on(release, by=ROSA))) == (DANA, ROSA, IVO)


def test_whoever_has_it_hands_it_on_further():
    release = gated()
    release = after(release, hands_on(release))
    release = after(release, hands_on(release, FAY, by=ELI))
    assert asked(release) == (FAY, ROSA, IVO)
    (has, *_) = task(release, "qa").assignees
    assert has.instead_of == DANA


def test_a_sign_off_goes_to_nobody_who_has_a_place_on_it_already():
    release = gated(needed="all")
    assert asked(after(release, hands_on(release, ROSA))) == (DANA, ROSA, IVO)


def test_a_sign_off_goes_to_nobody_whom_it_excludes():
    release = running(manual("qa", gate(exclude=("starter",))))
    assert asked(after(release, hands_on(release, OWNER))) == (DANA, ROSA, IVO)


def test_how_many_must_agree_stays_the_same():
    release = gated(needed="all")
    release = after(release, hands_on(release), reassigns(release, FAY, of=ROSA))
    assert task(release, "qa").needed == 3
    assert asked(release) == (ELI, FAY, IVO)


def test_it_stays_handed_on_when_the_roles_people_change_and_in_a_new_round():
    release = gated()
    release = after(release, reassigns(release))
    joined = MembersChanged(at=LATER, members={"qa": (*QA["qa"], FAY)})
    assert asked(after(release, joined)) == (ELI, ROSA, IVO, FAY)
    again = after(release, rejected("qa", ELI), retried("qa"))
    assert task(again, "qa").round == 2
    assert asked(again) == (ELI, ROSA, IVO)


def test_a_delegate_who_is_away_or_gone_leaves_it_to_who_is_there():
    release = gated()
    release = after(release, hands_on(release))
    away = {ELI: Away(until=EVENING, substitute=FAY)}
    assert asked(after(release, MembersChanged(at=LATER, members={ELI: (ELI,)}, away=away))) == (
        FAY,
        ROSA,
        IVO,
    )
    gone = MembersChanged(at=LATER, members={ELI: ()})
    assert asked(after(release, gone)) == (DANA, ROSA, IVO)


def test_a_to_do_of_the_owner_can_be_reassigned():
    release = running(manual("it", chore()))
    release = after(release, reassigns(release, of=OWNER, name="it"))
    assert asked(release, "it") == (ELI,)


def test_handing_it_on_twice_changes_nothing_more():
    release = gated()
    release = after(release, hands_on(release))
    assert advance(release, hands_on(release)).execution is release
