"""Who wrote what in a draft, and what a proposal would overwrite of it."""

from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.authorship import marked
from orchestration.processes.revising.changes import (
    AddActivity,
    MoveTo,
    Remove,
    Rename,
    SetOptional,
    SetOwner,
)
from orchestration.processes.revising.items import items_of
from tests.processes.revising.building import WEB

DANA, IVO = "U0DANABANK", "U0IVO00001"


def edited(*changes, marks=(), was=WEB, by=DANA, author=""):
    now = all_applied(was, changes).process
    return now, marked(marks, was, now, by=by, author=author)


def test_a_change_of_what_a_person_wrote_says_so_and_is_not_ticked():
    now, marks = edited(Rename(of="check.uat", name="User test"))
    rename, owner = items_of(
        now,
        [Rename(of="check.uat", name="Acceptance"), SetOwner(of="ship.deploy", owner="SRE")],
        marks,
    )
    assert rename.overwrites == ("{@U0DANABANK} edited “User test” in this draft",)
    assert not rename.is_offered_ticked
    assert owner.is_offered_ticked


def test_a_change_of_something_else_in_the_same_step_overwrites_nothing():
    now, marks = edited(Rename(of="check.uat", name="User test"))
    (item,) = items_of(now, [SetOptional(of="check.uat", optional=True)], marks)
    assert item.overwrites == ()


def test_an_order_that_a_person_set_is_not_changed_by_the_way():
    now, marks = edited(MoveTo(of="check.smoke-test", how="before", at="check.uat"))
    (item,) = items_of(now, [Remove(of="check.smoke-test")], marks)
    assert item.overwrites


def test_what_a_model_wrote_may_be_changed_by_a_model():
    now, marks = edited(Rename(of="check.uat", name="User test"), author="gpt")
    (item,) = items_of(now, [Rename(of="check.uat", name="Acceptance")], marks)
    assert item.overwrites == ()


def test_a_person_who_edits_what_a_model_wrote_is_its_author_then():
    now, marks = edited(Rename(of="check.uat", name="User test"), author="gpt")
    last, marks = edited(Rename(of="check.uat", name="UAT"), was=now, marks=marks, by=IVO)
    (item,) = items_of(last, [Rename(of="check.uat", name="Acceptance")], marks)
    assert item.overwrites == ("{@U0IVO00001} edited “UAT” in this draft",)


def test_what_a_person_removed_is_not_added_again_unsaid():
    now, marks = edited(Remove(of="check.smoke-test"))
    (item,) = items_of(now, [AddActivity(key="+a1", name="Smoke tests", at="check")], marks)
    assert item.overwrites == ("{@U0DANABANK} removed “Smoke test” from this draft",)


def test_a_mark_goes_with_its_step_into_another_phase():
    now, marks = edited(Rename(of="check.smoke-test", name="Smoke"))
    moved, marks = edited(
        MoveTo(of="check.smoke-test", how="before", at="ship.deploy"),
        was=now,
        marks=marks,
        author="gpt",
    )
    (item,) = items_of(moved, [Rename(of="ship.smoke-test", name="Smoke test")], marks)
    assert item.overwrites


def test_a_later_change_knows_where_an_earlier_one_put_the_step():
    now, marks = edited(Rename(of="check.smoke-test", name="Smoke"))
    move, rename = items_of(
        now,
        [
            MoveTo(of="check.smoke-test", how="before", at="ship.deploy"),
            Rename(of="check.smoke-test", name="Smoke test"),
        ],
        marks,
    )
    assert move.overwrites == ()
    assert rename.overwrites
