"""Every problem at once, each with its place and how to mend it; and no false alarm."""

import sys
from collections import Counter

import pytest
from hypothesis import given

from orchestration.processes.checks.check import check_process
from orchestration.processes.checks.order import MOST_CYCLES
from orchestration.processes.inputs import InputSpec
from tests.execution.building import (
    DANA,
    ROSA,
    by_hand,
    chore,
    gate,
    manual,
    phase,
    pipeline,
    process,
    sign_off,
    todo,
)
from tests.execution.random_processes import processes

BOUND = {"qa": (DANA, ROSA), "security": (DANA,)}


def problems(made, *, bound=BOUND, pipelines=("run-it",)):
    found = check_process(made, members_of=lambda name: bound.get(name, ()), pipelines=pipelines)
    assert all(each.place and each.what and each.mend for each in found)
    return [f"{each.place}: {each.what}" for each in found]


def test_a_good_process_has_no_problem():
    made = process(
        phase("build", pipeline("image"), by_hand("docs", after=("image",))),
        phase("check", sign_off("qa", needed=2, after=("build.image",)), todo("notes")),
        phase("ship", todo("go"), after=("build", "check")),
    )
    assert problems(made) == []


def test_work_by_hand_is_no_problem():
    assert problems(process(by_hand("deploy"))) == []


def test_a_to_do_of_an_unbound_role_is_no_problem_since_the_owner_does_it():
    assert problems(process(todo("notes", owner="writer"))) == []


def test_an_empty_phase_beside_work_is_no_problem():
    assert problems(process(phase("later"), phase("now", todo("a"), after=("later",)))) == []


def test_the_same_activity_name_in_two_phases_is_no_problem():
    assert problems(process(phase("web", todo("test")), phase("app", todo("test")))) == []


@given(processes())
def test_no_acyclic_process_is_said_to_go_round(made):
    everybody = {"qa": (DANA,), "security": (DANA,), "legal": (DANA,)}
    assert not [each for each in problems(made, bound=everybody) if "circle" in each]
    assert not [each for each in problems(made, bound=everybody) if "exist" in each]


def test_a_process_without_activities_has_nothing_to_publish():
    assert problems(process(phase("empty"))) == ["Process: has no activity."]
    assert problems(process()) == ["Process: has no activity."]


def test_names_are_missed():
    made = process(phase("a", todo("x").model_copy(update={"name": " "})), name="")
    made = made.model_copy(update={"phases": (made.phases[0].model_copy(update={"name": ""}),)})
    assert problems(made) == [
        "Process: has no name.",
        "Phase a: has no name.",
        " ›  : has no name.",
    ]


def test_what_exists_twice_is_named():
    made = process(
        phase("a", todo("x"), todo("x")),
        phase("a", manual("y", chore("do"), chore("do"))),
    ).model_copy(update={"inputs": (InputSpec(name="version"), InputSpec(name="version"))})
    assert problems(made) == [
        "Phase a: exists twice.",
        "Input version: exists twice.",
        "A › x: exists twice in its phase.",
        "A › y › do: exists twice in its activity.",
    ]


def test_unknown_dependencies_are_named_where_they_are_written():
    made = process(
        phase("a", todo("x", after=("nowhere", "b.y", "b.z"))),
        phase("b", todo("y"), after=("c",)),
    )
    assert problems(made) == [
        "A › x: waits for “nowhere”, which does not exist.",
        "A › x: waits for “b.z”, which does not exist.",
        "B: waits for “c”, which does not exist.",
    ]


def test_what_may_have_been_meant_is_suggested():
    made = process(phase("build", todo("image"), todo("notes", after=("imgae",))))
    (problem,) = check_process(made, members_of=None, pipelines=None)
    assert problem.mend == "Did you mean “image”?"


def test_an_activity_cannot_wait_for_a_phase_by_its_id():
    made = process(phase("a", todo("x")), phase("b", todo("y", after=("a",))))
    assert problems(made) == ["B › y: waits for “a”, which does not exist."]


def circle(made):
    found = [each for each in problems(made) if "circle" in each]
    assert len(found) == 1
    steps = found[0].removeprefix("Order: goes round in a circle: ").removesuffix(".")
    ring = steps.split(" waits for ")
    assert ring[0] == ring[-1], "a circle ends where it began"
    smallest = ring.index(min(ring[:-1]))
    return [*ring[smallest:-1], *ring[:smallest]]


def test_a_circle_of_activities_is_spelled_out():
    made = process(todo("a", after=("c",)), todo("b", after=("a",)), todo("c", after=("b",)))
    assert circle(made) == ["Work › a", "Work › c", "Work › b"]


def test_an_activity_that_waits_for_itself_is_a_circle():
    assert circle(process(todo("a", after=("a",)))) == ["Work › a"]


def test_a_phase_that_waits_for_itself_is_a_circle():
    assert circle(process(phase("a", todo("x"), after=("a",)))) == ["A"]


def test_a_circle_of_phases_is_spelled_out():
    made = process(phase("a", todo("x"), after=("b",)), phase("b", todo("y"), after=("a",)))
    assert circle(made) == ["A", "B"]


def test_a_circle_through_an_activity_and_the_phase_it_would_have_to_precede():
    made = process(phase("a", todo("x", after=("b.y",))), phase("b", todo("y"), after=("a",)))
    assert circle(made) == ["A", "A › x", "B › y"]


def test_a_circle_is_told_where_one_of_its_dependencies_stands():
    ring = phase("b", todo("x"), todo("y", after=("z",)), todo("z", after=("y",)))
    made = process(phase("a", todo("w")), ring, phase("c", todo("v"), after=("b",)))
    found = check_process(made, members_of=None, pipelines=None)
    [told] = [each for each in found if "circle:" in each.what]
    assert told.path[:3] == ("phases", 1, "activities")
    assert told.path[3:] in {(1, "depends-on"), (2, "depends-on")}
    [behind] = [each for each in found if "never start" in each.what]
    assert behind.path == ("phases", 2, "depends-on")


def test_two_circles_are_two_problems():
    made = process(
        todo("a", after=("b",)),
        todo("b", after=("a",)),
        todo("x", after=("y",)),
        todo("y", after=("x",)),
    )
    assert len([each for each in problems(made) if "circle" in each]) == 2


def test_a_tangle_is_not_spelled_out_for_ever():
    tangle = [todo(f"a{n}", after=(f"a{n}",)) for n in range(50)]
    assert len(problems(process(*tangle))) == MOST_CYCLES


def test_a_sign_off_that_asks_nobody():
    assert problems(process(sign_off("go", asks=()))) == ["Work › go: nobody is asked to sign."]


def test_a_sign_off_bound_to_nobody():
    made = process(sign_off("go", asks=("legal", "press")))
    assert problems(made) == [
        "Work › go: legal, press must sign, and nobody is bound to that role."
    ]


def test_a_quorum_larger_than_the_people_it_names():
    made = process(sign_off("go", needed=3, asks=("qa", "security")))
    assert problems(made) == ["Work › go: needs 3 approvals and only 2 can give one."]


@pytest.mark.parametrize("needed", ["majority", "all", 2])
def test_a_quorum_that_its_people_can_reach_is_no_problem(needed):
    assert problems(process(sign_off("go", needed=needed))) == []


@pytest.mark.parametrize("needed", [0, -1])
def test_a_quorum_of_nobody(needed):
    made = process(sign_off("go", needed=needed))
    assert problems(made) == [f"Work › go: needs {needed} approvals, so nobody would be asked."]


def test_every_sign_off_of_an_activity_is_looked_at():
    made = process(manual("review", gate("a", asks=("legal",)), chore(), gate("b", needed=5)))
    assert len(problems(made)) == 2


def test_a_pipeline_that_is_named_but_does_not_exist():
    made = process(pipeline("build"), pipeline("test"))
    assert problems(made, pipelines=()) == [
        f"Work › {each}: runs the pipeline “run-it”, which is not in the catalogue."
        for each in ("build", "test")
    ]


def test_all_problems_come_at_once():
    made = process(
        todo("a", after=("a",)),
        todo("b", after=("nowhere",)),
        sign_off("c", asks=()),
        pipeline("d").model_copy(update={"pipeline": "gone"}),
    )
    assert len(problems(made)) == 4


def test_ten_times_the_size_is_ten_times_the_work():
    """Counted in calls, which no busy machine slows down."""

    def chain(size):
        steps = [todo(f"a{n}", after=(f"a{n - 1}",) if n else ()) for n in range(size)]
        return process(*steps)

    def calls(made):
        seen = Counter()
        before = sys.getprofile()
        sys.setprofile(lambda _frame, event, _arg: seen.update([event]))
        try:
            assert problems(made) == []
        finally:
            sys.setprofile(before)
        return seen["call"] + seen["c_call"]

    assert calls(chain(1000)) < 12 * calls(chain(100))


def test_reminders_are_parts_of_a_deadline_that_there_is():
    made = process(manual("ask", chore("do", remind=("50%", "often"), escalate_to="qa")))
    assert problems(made) == [
        "Work › ask: reminds at “often”: it must be a part of the deadline, such as 50% or 100%.",
        "Work › ask: reminds or escalates, and has no deadline.",
    ]
