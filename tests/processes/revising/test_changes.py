"""What each change makes of a process, and what it says of itself."""

import pytest

from orchestration.errors import Rejected
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.changes import (
    AddActivity,
    AddPhase,
    Describe,
    MoveTo,
    Remove,
    RemoveSignOff,
    Rename,
    SetOnFailure,
    SetOptional,
    SetOrder,
    SetOwner,
    SetPipeline,
    SetSignOff,
    SetType,
)
from orchestration.processes.revising.items import items_of, left_out, usable
from tests.processes.revising.building import WEB, activity, order, phase, process


def after(*changes):
    return all_applied(WEB, changes).process


def test_a_step_that_goes_behind_another_stands_between_it_and_what_waited_for_it():
    moved = order(after(MoveTo(of="check.uat", how="after", at="check.security-review")))
    assert list(moved) == [
        "Build", "Security review", "UAT", "Smoke test", "Deploy", "Tell customers",
    ]  # fmt: skip
    assert moved["Security review"] == ("build",)
    assert moved["UAT"] == ("security-review",)
    assert moved["Smoke test"] == ("uat",)


MOVES = {
    "before another": (
        MoveTo(of="check.smoke-test", how="before", at="check.uat"),
        {"Smoke test": ("build",), "UAT": ("smoke-test",), "Security review": ("uat",)},
    ),
    "beside another": (
        MoveTo(of="check.uat", how="beside", at="check.security-review"),
        {
            "UAT": ("build",),
            "Security review": ("build",),
            "Smoke test": ("security-review", "uat"),
        },
    ),
    "to the beginning": (
        MoveTo(of="check.smoke-test", how="first", at="check"),
        {"Smoke test": (), "Build": ("smoke-test",)},
    ),
    "to the end": (
        MoveTo(of="check.build", how="last", at="check"),
        {"UAT": (), "Build": ("smoke-test",)},
    ),
    "into another phase": (
        MoveTo(of="check.smoke-test", how="before", at="ship.deploy"),
        {"Smoke test": (), "Deploy": ("smoke-test",)},
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_step_that_moves_is_waited_for_where_it_stands(name):
    change, expected = MOVES[name]
    now = order(after(change))
    assert {each: now[each] for each in expected} == expected


def test_what_waited_for_a_step_from_another_phase_waits_for_it_where_it_went():
    of = process(
        phase("A", activity("Build"), activity("Pack", "build")),
        phase("B", activity("Ship", "a.pack"), after=("a",)),
        phase("C", activity("Check", kind="automated")),
    )
    now = all_applied(of, [MoveTo(of="a.pack", how="last", at="c")]).process
    assert order(now)["Ship"] == ("c.pack",)


def test_phases_move_as_steps_do():
    three = process(phase("A"), phase("B", after=("a",)), phase("C", after=("b",)))
    now = all_applied(three, [MoveTo(of="a", how="after", at="b")]).process
    assert {each.id: each.depends_on for each in now.phases} == {
        "b": (),
        "a": ("b",),
        "c": ("a",),
    }


def test_what_is_added_can_be_spoken_of_by_later_changes():
    now = after(
        AddPhase(key="+p1", name="Aftercare", how="after", at="ship"),
        AddActivity(key="+a2", name="Watch", at="+p1", owner="SRE"),
        AddActivity(
            key="+a3", name="Approve", how="after", at="+a2", approval=True, signers=("Ops",)
        ),
    )
    last = now.phases[-1]
    assert (last.id, last.depends_on) == ("aftercare", ("ship",))
    assert order(now)["Approve"] == ("watch",)
    assert last.activities[1].tasks[0].approvals.from_ == ("Ops",)


def test_each_field_changes_what_it_says_and_nothing_else():
    now = after(
        Rename(of="check.build", name="Build image"),
        SetOwner(of="ship.deploy", owner="SRE"),
        SetType(of="ship.tell-customers", type="automated"),
        SetSignOff(of="check.uat", signers=("Product",), needed=1),
        SetOptional(of="check.smoke-test", optional=True),
        SetOnFailure(of="check.smoke-test", on_failure="ignore"),
        SetOrder(of="ship.tell-customers", after=()),
        SetPipeline(of="ship.deploy", pipeline="deploy"),
        Describe(of="check.security-review", text="Read the report."),
        Rename(of="", name="Web shop release"),
        RemoveSignOff(of="check.security-review"),
    )
    there = now.by_ref
    assert there["check.build"].name == "Build image"
    assert (there["ship.deploy"].owner, there["ship.deploy"].pipeline) == ("SRE", "deploy")
    assert there["ship.tell-customers"].type == "automated"
    assert there["check.uat"].tasks[0].approvals.from_ == ("Product",)
    assert there["check.smoke-test"].optional
    assert there["check.smoke-test"].on_failure == "ignore"
    assert there["ship.tell-customers"].depends_on == ()
    assert there["check.security-review"].tasks == ()
    assert now.name == "Web shop release"


REFUSED = {
    "a part that is not there": Remove(of="check.nothing"),
    "a part that another change adds": Rename(of="+a1", name="X"),
    "behind itself": MoveTo(of="check.uat", how="after", at="check.uat"),
    "a sign-off of what people do not do": SetSignOff(of="ship.deploy", needed=2),
    "a sign-off that is not there": RemoveSignOff(of="ship.tell-customers"),
    "a pipeline of people": SetPipeline(of="check.uat", pipeline="x"),
    "a quorum of a phase": SetSignOff(of="check", needed=2),
    "waiting for itself": SetOrder(of="check.uat", after=("check.uat",)),
    "no name": Rename(of="check.uat", name=" "),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_says_why_and_keeps_the_rest(name):
    with pytest.raises(Rejected):
        after(REFUSED[name])
    kept, refused, _ = usable(WEB, [REFUSED[name], Remove(of="check.smoke-test")])
    assert kept == (Remove(of="check.smoke-test"),)
    assert len(refused) == 1


def test_a_change_that_changes_nothing_is_said_and_not_proposed():
    kept, refused, idle = usable(WEB, [SetOptional(of="check.uat", optional=False)])
    assert (kept, refused) == ((), ())
    assert idle == ("It is so already: “UAT” is not optional.",)


def test_a_change_about_what_another_adds_needs_that_one():
    items = items_of(
        WEB,
        [
            AddActivity(key="+a1", name="Pen test", how="after", at="check.build"),
            MoveTo(of="check.uat", how="after", at="+a1"),
            SetOwner(of="ship.deploy", owner="SRE"),
        ],
    )
    assert [each.needs for each in items] == [(), (1,), ()]
    ((item, missing),) = left_out(items, {2, 3})
    assert (item.number, missing.number) == (2, 1)
    assert left_out(items, {1, 2}) == ()


def test_a_phase_is_not_removed_without_what_was_moved_out_of_it_first():
    items = items_of(
        WEB, [MoveTo(of="check.uat", how="before", at="ship.deploy"), Remove(of="check")]
    )
    assert items[1].needs == (1,)


def test_an_item_says_what_it_does_and_who_then_waits_for_whom():
    (item,) = items_of(WEB, [MoveTo(of="check.uat", how="after", at="check.security-review")])
    assert item.what == "moved “UAT” after “Security review”"
    assert "“UAT” then waits for “Security review”" in item.details
    assert item.weakens == ()


def test_an_item_says_what_it_weakens():
    (item,) = items_of(WEB, [SetSignOff(of="check.uat", needed=1)])
    assert item.weakens == ("“UAT” needs 1 approval instead of 2 approvals",)


def test_an_owner_who_does_not_sign_is_told_apart_from_who_does():
    (item,) = items_of(WEB, [SetOwner(of="check.uat", owner="Dana")])
    assert item.details == ("it is still signed by {@QA lead}",)
