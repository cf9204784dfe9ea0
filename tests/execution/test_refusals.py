"""Why a click does not count, as the person reads it."""

import pytest

from orchestration.errors import Rejected
from orchestration.execution.tasks.refusals import (
    refuse_other_round,
    refuse_settled,
    refuse_spoken,
    refuse_stranger,
)
from tests.execution.building import (
    DANA,
    IVO,
    LATER,
    NOON,
    OWNER,
    ROSA,
    STRANGER,
    aborted,
    after,
    broke,
    by_hand,
    done,
    rejected,
    retried,
    running,
    sign_off,
    signed,
    task,
    todo,
)
from tests.read_models.building import at, who


def refusal(refuse, *about):
    with pytest.raises(Rejected) as caught:
        refuse(*about)
    return caught.value.text


def go(execution):
    return task(execution, "go")


def test_a_stranger_learns_who_can():
    asked = go(
        running(sign_off("go", asks=("qa", OWNER)), members={"qa": (DANA,), OWNER: (OWNER,)})
    )
    assert refusal(refuse_stranger, asked, STRANGER) == (
        f"You are not asked here. {who(DANA)} and {who(OWNER)} (qa) can sign “sign-off”."
    )
    assert refusal(refuse_stranger, go(running(todo("go"))), STRANGER) == (
        f"You are not asked here. {who(OWNER)} (the release's owner) can do “go”."
    )


def test_a_stranger_learns_that_nobody_can():
    asked = go(running(sign_off("go", asks=("legal",))))
    assert refusal(refuse_stranger, asked, STRANGER) == (
        "You are not asked here. Nobody can sign “sign-off”."
    )


def test_those_who_are_asked_are_not_refused():
    asked = go(running(sign_off("go")))
    refuse_stranger(asked, DANA)
    refuse_other_round(asked, 1)
    refuse_settled(asked)
    refuse_spoken(asked, DANA)


def test_a_card_of_an_earlier_round_points_to_the_newest():
    asked = go(after(running(sign_off("go")), rejected("go"), retried("go")))
    assert refusal(refuse_other_round, asked, 1) == (
        "This card is from round 1 of “sign-off”; it is in round 2 now. "
        "Use the newest card: the buttons there count."
    )


@pytest.mark.parametrize(
    ("made", "event", "said"),
    [
        (sign_off("go"), signed("go"), f"“sign-off” was approved by {who(DANA)} at {at(LATER)}."),
        (sign_off("go"), rejected("go"), f"“sign-off” was rejected by {who(DANA)} at {at(LATER)}."),
        (todo("go"), done("go"), f"“go” was done by {who(OWNER)} at {at(LATER)}."),
        (
            by_hand("go"),
            broke("go"),
            f"“go” was reported as failed by {who(OWNER)} at {at(LATER)}.",
        ),
        (todo("go"), aborted(), f"“go” is closed: its activity ended without it at {at(LATER)}."),
    ],
)
def test_a_late_click_is_told_what_was_decided_by_whom_and_when(made, event, said):
    assert refusal(refuse_settled, go(after(running(made), event))) == said


def test_a_second_click_is_told_of_the_first_and_who_is_missing():
    asked = go(after(running(sign_off("go", needed=2)), signed("go", at=NOON)))
    assert refusal(refuse_spoken, asked, DANA) == (
        f"You approved this at {at(NOON)}. Still missing: {who(ROSA)} and {who(IVO)}."
    )
