"""What runs inside an activity, on the living message and on the cards of its tasks."""

from dataclasses import replace

from orchestration.execution.flow.child import parent_of_child
from orchestration.execution.worth_telling import worth_telling
from orchestration.read_models.hold_card import hold_card
from orchestration.read_models.release_card import release_card, release_line
from orchestration.read_models.task_card import task_card
from orchestration.values import ProcessId
from tests.execution.building import (
    DANA,
    NOON,
    after,
    failed,
    goes_on,
    pipeline,
    place,
    process,
    ran,
    running,
    runs,
    sign_off,
    start,
    task,
    todo,
)
from tests.read_models.building import at, release, who

ROOT = running(pipeline("long"), runs("eu", "deploy"), todo("tell", after=("eu",)))


def inside(root, name, *activities):
    """The child of this activity, just started, as its parent knows it."""
    made = process(*activities).model_copy(update={"id": ProcessId("deploy")})
    begun = replace(start(made).execution, id=root.activity(place(name)).child)
    return replace(begun, parent=parent_of_child(root, place(name))).saved()


CHILD = inside(ROOT, "eu", pipeline("roll"), sign_off("check", after=("roll",)))


def card(root, *children):
    within = {each.id: each for each in children}
    return release_card(release(root), root.plan.version, root, {}, NOON, within)


def lines(root, *children):
    return [(e.depth, e.name, e.status.value) for e in card(root, *children).awaited]


def test_what_runs_inside_an_activity_follows_it_with_its_own_progress():
    root, child = after(ROOT, goes_on("long")), after(CHILD, ran("roll"))
    assert lines(root, child) == [
        (0, "eu", "running"),
        (1, "check", "waiting_for_input"),
        (0, "long", "running"),
    ]
    line = card(root, child).awaited[0]
    assert (line.settled, line.total) == (1, 2)


def test_somebody_awaited_inside_is_who_the_release_waits_for():
    said = card(ROOT, after(CHILD, ran("roll")))
    assert f"Waiting for qa {who(DANA)}" in said.sentence
    assert "to sign “eu › check”" in said.sentence
    assert "1 other activity under way." in said.sentence
    assert said.waiting_for_input
    assert not card(ROOT, CHILD).waiting_for_input


def test_a_list_says_the_same_of_it():
    child = after(CHILD, ran("roll"))
    line = release_line(release(ROOT), ROOT.plan.version, ROOT, NOON, {child.id: child})
    assert "to sign “eu › check”" in line.sentence
    assert line.waiting_for_input


def test_one_that_was_not_started_yet_is_shown_as_the_activity_that_it_is():
    assert lines(ROOT) == [(0, "eu", "running"), (0, "long", "queued")]
    assert f"“eu” has been running since {at(NOON)}." in card(ROOT).sentence


def test_what_is_asked_inside_says_of_which_release_and_where_in_it():
    child = after(CHILD, ran("roll"))
    asked = task_card(release(ROOT), child, task(child, "check"), {})
    assert asked.release_title == "WEB-12 Web 4.2 › eu"
    held = after(CHILD, failed("roll"))
    decided = hold_card(release(ROOT), held, place("roll"), 1, {}, ())
    assert decided.release_title == "WEB-12 Web 4.2 › eu"


def test_who_watches_hears_of_a_hold_inside_and_of_the_end_only_from_the_release():
    held = after(CHILD, failed("roll"))
    assert worth_telling(CHILD, replace(held, changed=frozenset({place("roll")}))).startswith(
        f"{CHILD.id}.hold."
    )
    alone = inside(ROOT, "eu", pipeline("roll"))
    assert worth_telling(alone, after(alone, ran("roll"))) == ""
