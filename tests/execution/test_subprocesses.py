"""Another process as an activity, as far as one execution sees it."""

from dataclasses import replace

from orchestration.execution.engine import advance
from orchestration.execution.events import LeftByParent, ParentFailed
from orchestration.execution.flow.child import outputs_given, parent_of_child
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus
from orchestration.values import ProcessId
from tests.execution.building import (
    LATER,
    OWNER,
    aborted,
    after,
    ended_inside,
    phase,
    pipeline,
    place,
    process,
    ran,
    retried,
    running,
    runs,
    start,
    status,
    timed_out,
    todo,
)


def owed(step):
    return [each.kind for each in step.effects if each.kind not in {"show_release", "show_home"}]


def test_reaching_it_owes_its_start_and_its_timeout():
    begun = start(process(runs("eu", "deploy", timeout="PT1H")))
    assert owed(begun) == ["start_subprocess", "wake_up"]
    assert begun.execution.activity(place("eu")).child is not None


def test_an_end_of_an_earlier_attempt_changes_nothing():
    execution = running(runs("eu", "deploy"))
    first = ended_inside(execution, "eu")
    again = after(
        execution, ended_inside(execution, "eu", how=ExecutionStatus.FAILED), retried("eu")
    )
    assert again.activity(place("eu")).attempt == 2
    assert advance(again, first).execution is again


def test_an_end_owes_nothing_to_the_child_and_a_timeout_owes_that_it_is_left():
    execution = running(runs("eu", "deploy"), todo("other"))
    assert "follow_parent" not in owed(advance(execution, ended_inside(execution, "eu")))
    assert "follow_parent" in owed(advance(execution, timed_out("eu")))
    assert "follow_parent" in owed(advance(execution, aborted()))
    assert "cancel_pipeline" not in owed(advance(execution, aborted()))


def below(execution, name, *activities, of="deploy"):
    """A child of this activity, just started."""
    parent = parent_of_child(execution, place(name))
    made = process(*activities).model_copy(update={"id": ProcessId(of)})
    waiting = replace(start(made).execution, parent=parent)
    return waiting.saved()


def test_one_that_would_run_inside_itself_is_held():
    root = running(runs("eu", "deploy"))
    child = below(root, "eu", pipeline("first"), runs("again", "web-release", after=("first",)))
    held = after(child, ran("first"))
    assert status(held, "again") is ActivityStatus.ON_HOLD
    assert "inside itself" in held.activity(place("again")).reason


def test_one_deeper_than_five_is_held():
    execution = running(pipeline("first"), runs("in", "p1", after=("first",)))
    for depth in range(1, 6):
        execution = after(execution, ran("first"))
        assert status(execution, "in") is ActivityStatus.RUNNING
        inner = runs("in", f"p{depth + 1}", after=("first",))
        execution = below(execution, "in", pipeline("first"), inner, of=f"p{depth}")
    execution = after(execution, ran("first"))
    assert status(execution, "in") is ActivityStatus.ON_HOLD
    assert "deeper than 5" in execution.activity(place("in")).reason


def test_the_end_of_a_child_is_told_to_its_parent_and_not_announced():
    child = below(running(runs("eu", "deploy")), "eu", pipeline("roll"))
    told = advance(child, ran("roll"))
    assert owed(told) == ["settle_parent"]
    assert told.execution.status is ExecutionStatus.SUCCEEDED


def test_what_comes_from_a_parent_means_nothing_to_a_release():
    execution = running(todo("a"))
    for event in (LeftByParent(at=LATER, by=OWNER), ParentFailed(at=LATER)):
        assert advance(execution, event).execution is execution


def test_a_child_gives_its_newest_outputs_and_over_them_those_of_its_phases():
    build = phase(
        "build",
        pipeline("image", outputs=("digest", "url")),
        outputs=("digest", "lost"),
        output_values={
            "digest": "sha256:{{ phases.build.activities.image.outputs.digest }}",
            "lost": "{{ phases.build.activities.image.outputs.nothing }}",
        },
    )
    child = after(running(build), ran("build.image", outputs={"digest": "1", "url": "https://a"}))
    assert outputs_given(child) == {"digest": "sha256:1", "url": "https://a"}


def test_a_failure_inside_says_what_failed():
    execution = running(runs("eu", "deploy"))
    held = after(
        execution, ended_inside(execution, "eu", how=ExecutionStatus.FAILED, reason="“roll” failed")
    )
    assert held.activity(place("eu")).reason == "“roll” failed"
    assert status(held, "eu") is ActivityStatus.ON_HOLD
