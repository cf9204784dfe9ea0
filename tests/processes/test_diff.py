"""What changed between two versions is said as people would say it, and nothing else is."""

from hypothesis import given, settings

from orchestration.processes.diff import differences
from orchestration.processes.edits import Move, edited
from tests.execution.building import phase, pipeline, process, sign_off, todo
from tests.processes.code.processes import PROCESSES

WAS = process(
    phase("build", pipeline("image"), todo("notes"), todo("tell")),
    phase("ship", sign_off("go"), pipeline("deploy", after=("go",)), after=("build",)),
)


def said(now, was=WAS):
    return [each.what for each in differences(was, now)]


def with_phase(n, **changes):
    phases = list(WAS.phases)
    phases[n] = phases[n].model_copy(update=changes)
    return WAS.model_copy(update={"phases": tuple(phases)})


def with_activity(n, m, **changes):
    activities = list(WAS.phases[n].activities)
    activities[m] = activities[m].model_copy(update=changes)
    return with_phase(n, activities=tuple(activities))


@settings(max_examples=60, deadline=None)
@given(PROCESSES)
def test_nothing_changed_is_no_difference(made):
    assert differences(made, made.model_copy(deep=True)) == ()


@settings(max_examples=60, deadline=None)
@given(PROCESSES, PROCESSES)
def test_whatever_changed_is_said(was, now):
    assert bool(differences(was, now)) == (was != now)


def test_a_field_that_changed_says_what_it_was():
    assert said(with_activity(1, 1, owner="SRE")) == ["owner of “deploy” is now “SRE”"]
    assert said(WAS, with_activity(1, 1, owner="SRE")) == [
        "owner of “deploy” was “SRE” and is not said any more"
    ]
    assert said(with_phase(1, depends_on=())) == [
        "depends on of the phase “Ship” was build and is not said any more"
    ]
    assert said(WAS.model_copy(update={"name": "Shop"})) == [
        "name of the process was “Web release”, now “Shop”"
    ]


def test_activities_are_added_and_removed_by_name():
    activities = WAS.phases[0].activities
    assert said(with_phase(0, activities=(*activities, todo("smoke")))) == ["added “smoke”"]
    assert said(with_phase(0, activities=activities[:2])) == ["removed “tell”"]


def test_a_phase_is_added_and_removed_with_what_is_in_it():
    more = WAS.model_copy(update={"phases": (*WAS.phases, phase("soak", todo("look")))})
    assert said(more) == ["added the phase “Soak”", "added “look”"]
    assert said(WAS, more) == ["removed the phase “Soak” and its activity"]


def test_what_only_stands_elsewhere_was_moved():
    down = edited(WAS, Move(phase="build", activity="image", by=1)).process
    assert said(down) == ["moved “notes” to the beginning"]
    assert said(edited(WAS, Move(phase="build", by=1)).process) == ["moved “Ship” to the beginning"]


def test_an_activity_that_went_to_another_phase_was_moved_there():
    image, notes, tell = WAS.phases[0].activities
    now = WAS.model_copy(
        update={
            "phases": (
                WAS.phases[0].model_copy(update={"activities": (image, tell)}),
                WAS.phases[1].model_copy(update={"activities": (*WAS.phases[1].activities, notes)}),
            )
        }
    )
    assert said(now) == ["moved “notes” from “Build” to “Ship”"]


def test_each_difference_knows_its_place():
    (one,) = differences(WAS, with_activity(1, 1, owner="SRE"))
    assert (one.kind, one.place) == ("changed", "Ship › deploy")
    assert one.path == ("phases", 1, "activities", 1, "owner")
