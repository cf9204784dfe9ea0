"""Absences, substitutes and who may sign: whose place it is, and how many must agree."""

import pytest

from orchestration.effects.obligations import THREAD
from orchestration.execution.engine import advance
from orchestration.execution.events import MembersChanged
from orchestration.execution.state.acting import Away
from orchestration.execution.state.statuses import ActivityStatus, TaskStatus
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
    rejected,
    retried,
    running,
    sign_off,
    signed,
    status,
    task,
)

ELI, FAY = UserId("U0000ELI1"), UserId("U0000FAY1")


def leaves(person, substitute=None, *, members=None, backed_up=frozenset()):
    away = {person: Away(until=EVENING, substitute=substitute)}
    return MembersChanged(at=LATER, members=members or QA, away=away, backed_up=backed_up)


def back(members=None):
    return MembersChanged(at=LATER, members=members or QA)


def asked(execution, name="qa"):
    return task(execution, name).people


def test_the_substitute_is_asked_in_the_place_of_who_is_away():
    release = after(running(sign_off("qa")), leaves(DANA, ELI))
    assert asked(release) == (ELI, ROSA, IVO)
    (place, *_) = task(release, "qa").assignees
    assert (place.through, place.how, place.instead_of) == ("qa", "away", DANA)
    assert place.until == EVENING


def test_who_comes_back_is_asked_again():
    release = after(running(sign_off("qa")), leaves(DANA, ELI), back())
    assert asked(release) == (DANA, ROSA, IVO)


def test_who_is_away_without_a_substitute_stays_asked():
    release = after(running(sign_off("qa")), leaves(DANA))
    assert asked(release) == (DANA, ROSA, IVO)


@pytest.mark.parametrize("needed", [1, 2, "majority", "all"])
def test_an_absence_never_changes_how_many_must_agree(needed):
    before = running(sign_off("qa", needed=needed))
    wanted = task(before, "qa").needed
    for substitute in (None, ELI, ROSA):
        gone = after(before, leaves(DANA, substitute))
        assert task(gone, "qa").needed == wanted
        assert status(gone, "qa") is ActivityStatus.WAITING_FOR_INPUT


def test_one_person_counts_once_so_who_is_asked_already_takes_no_second_place():
    release = after(running(sign_off("qa", needed="all")), leaves(DANA, ROSA))
    assert asked(release) == (DANA, ROSA, IVO)


def test_a_substitute_of_two_people_has_one_place():
    away = {each: Away(until=EVENING, substitute=ELI) for each in (DANA, ROSA)}
    release = after(
        running(sign_off("qa", needed="all")), MembersChanged(at=LATER, members=QA, away=away)
    )
    assert asked(release) == (ELI, ROSA, IVO)


def test_a_substitute_has_the_same_exclusions():
    made = running(manual("qa", gate(exclude=("starter",))))
    assert asked(after(made, leaves(DANA, OWNER))) == (DANA, ROSA, IVO)


def test_what_a_substitute_signed_stands_when_the_person_is_back():
    release = after(running(sign_off("qa", needed="all")), leaves(DANA, ELI), signed("qa", ELI))
    (verdict,) = task(release, "qa").verdicts
    assert (verdict.by, verdict.through, verdict.instead_of) == (ELI, "qa", DANA)
    returned = after(release, back())
    assert asked(returned) == (ELI, ROSA, IVO), "the place is decided: Dana is not asked again"
    assert task(returned, "qa").needed == 3
    done = after(returned, signed("qa", ROSA), signed("qa", IVO))
    assert status(done, "qa") is ActivityStatus.SUCCEEDED


def test_who_has_signed_before_leaving_has_signed():
    release = after(running(sign_off("qa", needed="all")), signed("qa", DANA), leaves(DANA, ELI))
    assert asked(release) == (DANA, ROSA, IVO)
    assert task(release, "qa").needed == 3


def test_a_substitute_who_becomes_one_of_the_role_has_a_place_of_their_own():
    four = {"qa": (*QA["qa"], ELI)}
    release = after(
        running(sign_off("qa", needed="all")), leaves(DANA, ELI), signed("qa", ELI), back(four)
    )
    assert asked(release) == (DANA, ROSA, IVO, ELI)
    assert task(release, "qa").needed == 4


def test_a_new_round_asks_the_substitute_too():
    release = after(running(sign_off("qa")), leaves(DANA, ELI), rejected("qa", ELI), retried("qa"))
    assert task(release, "qa").round == 2
    assert asked(release) == (ELI, ROSA, IVO)


def test_a_task_that_opens_later_asks_the_substitute():
    first, then = sign_off("first"), sign_off("then", after=("first",))
    release = after(running(first, then), leaves(DANA, ELI), signed("first", ROSA))
    assert asked(release, "then") == (ELI, ROSA, IVO)


def test_one_after_another_the_substitute_has_the_turn_of_the_person():
    chain = manual("qa", gate(asks=("qa", "boss"), needed="all", order="sequential"))
    both = {"qa": (DANA,), "boss": (ROSA,)}
    release = after(running(chain, members=both), leaves(DANA, ELI, members=both))
    assert asked(release) == (ELI,)
    assert asked(after(release, signed("qa", ELI))) == (ELI, ROSA)


def test_a_to_do_is_done_by_whoever_is_there():
    made = running(manual("it", chore(assignees=("qa",))))
    assert asked(after(made, leaves(DANA, ELI)), "it") == (ELI, ROSA, IVO)
    assert asked(after(made, leaves(DANA, ROSA)), "it") == (ROSA, IVO), "she is asked once"


def test_the_owners_own_tasks_go_to_the_owners_substitute():
    made = running(manual("it", chore()))
    gone = after(made, leaves(OWNER, ELI, members={OWNER: (OWNER,)}))
    (place,) = task(gone, "it").assignees
    assert (place.person, place.instead_of) == (ELI, OWNER)


def test_a_roles_backup_is_asked_as_the_backup():
    release = after(
        running(sign_off("qa")),
        MembersChanged(at=LATER, members={"qa": (FAY,)}, backed_up=frozenset({"qa"})),
    )
    (place,) = task(release, "qa").assignees
    assert (place.person, place.through, place.how) == (FAY, "qa", "backup")
    (place, *_) = task(after(release, back()), "qa").assignees
    assert (place.person, place.how) == (DANA, "")


def test_both_have_their_cards_drawn_when_a_substitute_takes_over():
    step = advance(running(sign_off("qa")), leaves(DANA, ELI))
    copies = {each.copy for each in step.effects if each.kind == "show_task"}
    assert copies == {THREAD, DANA, ELI, ROSA, IVO}


def test_an_absence_said_again_changes_nothing():
    release = after(running(sign_off("qa")), leaves(DANA, ELI))
    step = advance(release, leaves(DANA, ELI))
    assert step.execution is release
    assert step.effects == ()


def test_a_gate_that_was_decided_is_not_opened_again_by_who_comes_back():
    release = after(running(sign_off("qa"), sign_off("b")), leaves(DANA, ELI), signed("qa", ELI))
    assert task(after(release, back()), "qa").status is TaskStatus.APPROVED
