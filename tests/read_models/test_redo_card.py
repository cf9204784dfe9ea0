"""What people are shown before they redo, and where a fix most likely begins."""

from orchestration.read_models.hold_card import hold_card
from orchestration.read_models.redo_card import fixed_from, redo_card
from orchestration.read_models.task_card import task_card
from orchestration.values import ActivityRef
from tests.execution.building import (
    DANA,
    OWNER,
    after,
    by_hand,
    done,
    goes_on,
    phase,
    pipeline,
    place,
    ran,
    redone,
    rejected,
    running,
    sign_off,
    todo,
)
from tests.storage.building import release


def in_validation():
    return after(
        running(
            phase("make", pipeline("build"), pipeline("package", after=("build",)), todo("notes")),
            phase("hand-over", after=("make",)),
            phase("check", sign_off("qa"), todo("tour"), after=("hand-over",)),
            phase("ship", pipeline("deploy"), after=("check",)),
        ),
        ran("make.build"),
        ran("make.package"),
        done("make.notes"),
        rejected("check.qa"),
    )


def test_it_says_what_runs_again_and_whose_answers_are_voided():
    card = redo_card(release(), in_validation(), place("make.package"))
    assert card.candidate == 2
    assert card.runs_again == ("package", "qa", "tour")
    assert [(each.name, each.people) for each in card.voided] == [("sign-off", (DANA,))]
    assert card.cancels == ()


def test_it_names_the_pipelines_that_it_cancels():
    execution = after(running(pipeline("build"), pipeline("scan")), goes_on("scan"))
    assert redo_card(release(), execution, place("scan")).cancels == ("scan",)


def test_it_offers_whatever_has_begun_in_the_order_of_the_process():
    found = redo_card(release(), in_validation(), place("make.build")).choices
    assert [each.ref for each in found] == [
        "make.build",
        "make.package",
        "make.notes",
        "check.qa",
        "check.tour",
    ]


def test_a_fix_begins_at_the_nearest_automated_work_upstream_whatever_phases_lie_between():
    assert fixed_from(in_validation(), place("check.qa")) == "make.package"


def test_work_run_by_hand_can_be_where_a_fix_begins():
    execution = after(
        running(by_hand("build"), todo("look", after=("build",)), sign_off("qa", after=("look",))),
        done("build", which="by-hand"),
        done("look"),
        rejected("qa"),
    )
    assert fixed_from(execution, place("qa")) == "work.build"


def test_without_automated_work_before_it_the_fix_begins_where_it_was_found():
    execution = after(running(todo("look"), sign_off("qa", after=("look",))), done("look"))
    assert fixed_from(execution, ActivityRef("work.qa")) == "work.qa"


def test_what_was_voided_before_is_not_voided_again():
    again = after(in_validation(), redone("make.build"))
    assert redo_card(release(candidate=2), again, place("make.build")).voided == ()


def test_a_voided_card_names_the_candidate_that_it_was_about():
    again = after(in_validation(), redone("make.build"))
    voided, now = again.tasks["ex_1/check.qa/sign-off"], release(candidate=2)
    assert task_card(now, again, voided, {}).release_title == "WEB-1 Web 4.2"
    held = hold_card(now, again, place("check.qa"), 1, {"why": "the tax is wrong"}, (OWNER,))
    assert held.release_title == "WEB-1 Web 4.2"
    assert (held.outcome, held.decided_by) == ("redone", OWNER)
    assert held.decision_reason == "the tax is wrong"


def test_a_rejection_says_on_its_card_that_it_is_one():
    execution = in_validation()
    assert hold_card(release(), execution, place("check.qa"), 1, {}, (OWNER,)).rejected
