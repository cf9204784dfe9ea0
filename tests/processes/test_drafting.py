"""From a proposal by names to a process by references: resolved or asked about, never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.processes.checks.check import check_process
from orchestration.processes.drafting import process_from
from orchestration.processes.grounding.known import Known, pipelines_named
from orchestration.processes.model import ActivityType
from orchestration.processes.proposal import (
    ProcessDraft,
    ProposedActivity,
    ProposedInput,
    ProposedPhase,
)
from orchestration.processes.tasks import TaskKind
from tests.execution.building import DANA


def step(name, *after, **more):
    return ProposedActivity(name=name, depends_on=after, **more)


def part(name, *steps, after=()):
    return ProposedPhase(name=name, activities=steps, depends_on=after)


def read(*phases, pipelines=(), name="Web release", **more):
    proposal = ProcessDraft(process_name=name, phases=phases, **more)
    return process_from(
        proposal, owners=(DANA,), known=Known(pipelines=pipelines_named(*pipelines))
    )


def only(reading):
    """The one activity of a process of one."""
    return reading.process.activities()[0][1]


def waits(reading):
    """What every activity waits for, by its place."""
    return {
        f"{phase.id}.{each.id}": each.depends_on for phase, each in reading.process.activities()
    }


def test_the_author_owns_the_process():
    assert read(part("a", step("x"))).process.owners == (DANA,)


def test_siblings_are_referred_to_by_name():
    reading = read(part("Build", step("Run tests"), step("Tag it", "run  TESTS")))
    assert waits(reading) == {"build.run-tests": (), "build.tag-it": ("run-tests",)}
    assert reading.unmatched == ()


def test_a_unique_name_is_found_in_another_phase():
    reading = read(part("Build", step("Tag")), part("Ship", step("Deploy", "Tag")))
    assert waits(reading)["ship.deploy"] == ("build.tag",)


def test_a_sibling_comes_before_a_namesake_elsewhere():
    reading = read(part("Web", step("Test")), part("App", step("Test"), step("Upload", "Test")))
    assert waits(reading)["app.upload"] == ("test",)


def test_a_name_that_means_several_steps_elsewhere_is_asked_about():
    reading = read(
        part("Web", step("Test")), part("App", step("Test")), part("Ship", step("Go", "Test"))
    )
    assert waits(reading)["ship.go"] == ()
    assert reading.unmatched == (
        "“Go” is said to wait for “Test”, which names several steps here. What does it wait for?",
    )


def test_a_reference_to_nothing_is_asked_about_and_not_invented():
    reading = read(
        part("Build", step("Tag", "Lunch"), step("Push", "Lunch")), part("Ship", after=("War",))
    )
    assert set(waits(reading).values()) == {()}
    assert [each.split(",")[0] for each in reading.unmatched] == [
        "“Tag” is said to wait for “Lunch”",
        "“Push” is said to wait for “Lunch”",
        "“Ship” is said to wait for “War”",
    ]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Сборка", "Выкладка", "Тесты"),
        ("לבנות", "לבדוק", "לפרסם"),
        ("构建", "测试", "发布"),
        ("🚀", "🎉", "🔥"),
        ("!!!", "???", "..."),
        (
            "Deploy the build to the first of the two clusters in Europe",
            "x",
            "Deploy the build to the first of the two clusters in Asia",
        ),
    ],
)
def test_names_that_share_no_slug_are_still_told_apart(one, other, wanted):
    reading = read(part("Work", step(one), step(other), step("last", wanted)))
    assert waits(reading)["work.last"] == ()
    assert len(reading.unmatched) == 1
    reading = read(part("Work", step(one), step(other), step("last", other)))
    assert waits(reading)["work.last"] == (reading.process.phases[0].activities[1].id,)


def test_namesakes_get_ids_of_their_own():
    reading = read(part("Deploy", step("Check"), step("Check")), part("Deploy", step("Check")))
    assert list(waits(reading)) == ["deploy.check", "deploy.check-2", "deploy-2.check"]


def test_a_name_used_twice_means_the_last_one_before():
    reading = read(
        part(
            "Work",
            step("Test"),
            step("Deploy", "Test"),
            step("Test", "Deploy"),
            step("Tell", "Test"),
        )
    )
    assert waits(reading) == {
        "work.test": (),
        "work.deploy": ("test",),
        "work.test-2": ("deploy",),
        "work.tell": ("test-2",),
    }


def test_a_phase_name_used_twice_means_the_last_one_before():
    reading = read(
        part("Deploy", step("a")),
        part("Verify", step("b"), after=("Deploy",)),
        part("Deploy", step("c"), after=("Verify",)),
        part("Verify", step("d"), after=("Deploy",)),
    )
    assert [each.depends_on for each in reading.process.phases] == [
        (),
        ("deploy",),
        ("verify",),
        ("deploy-2",),
    ]


def test_a_step_may_wait_for_one_written_after_it():
    reading = read(part("Work", step("Announce", "Deploy"), step("Deploy")))
    assert waits(reading)["work.announce"] == ("deploy",)


def test_a_step_does_not_wait_for_itself():
    reading = read(part("Work", step("Deploy", "Deploy")))
    assert waits(reading) == {"work.deploy": ()}


def test_approval_becomes_a_sign_off_of_its_owner():
    activity = only(read(part("Go", step("Approve", owner="QA lead", approval=True, needed=2))))
    assert activity.type is ActivityType.MANUAL
    task = activity.tasks[0]
    assert (task.kind, task.people(), task.approvals.needed) == (TaskKind.SIGN_OFF, ("QA lead",), 2)


def test_approval_is_never_automated():
    activity = only(read(part("Go", step("Approve", type="automated", approval=True))))
    assert activity.type is ActivityType.MANUAL


def test_approval_by_nobody_in_particular_is_a_problem_to_be_solved_by_a_person():
    made = read(part("Go", step("Approve", approval=True))).process
    found = check_process(made, members_of=lambda _: (DANA,), pipelines=())
    assert [each.what for each in found] == ["nobody is asked to sign."]


def test_other_manual_work_is_a_to_do_of_its_owner():
    task = only(read(part("Go", step("Write notes", owner="writer")))).tasks[0]
    assert (task.kind, task.people()) == (TaskKind.TODO, ("writer",))


def test_a_role_shouted_in_a_text_is_not_taken_for_a_slack_id():
    made = read(
        part("Go", step("Approve", owner="SECURITY", approval=True), step("x", owner="U012AB3CD"))
    )
    assert made.process.roles() == (DANA, "Security", "U012AB3CD")


def pipeline_of(name, *catalogue, kind="automated"):
    return only(read(part("a", step(name, type=kind)), pipelines=catalogue)).pipeline


def test_a_pipeline_of_the_same_words_is_linked():
    assert pipeline_of("Build and test", "build-and-test", "deploy") == "build-and-test"
    assert pipeline_of("Test the build", "build_test") == "build_test"


def test_a_pipeline_of_similar_words_is_not():
    assert pipeline_of("Build and test everything", "build-and-test") is None
    assert pipeline_of("Build", "build-docs") is None


def test_two_pipelines_of_the_same_words_are_neither_meant():
    assert pipeline_of("Build test", "build-test", "test-build") is None


def test_names_in_other_scripts_match_only_their_own_pipeline():
    assert pipeline_of("Сборка", "Выкладка") is None
    assert pipeline_of("Сборка", "Выкладка", "сборка") == "сборка"
    assert pipeline_of("🚀", "item", "of-the") is None


def test_a_person_does_not_become_a_pipeline():
    assert pipeline_of("Build", "build", kind="manual") is None


def test_inputs_keep_their_order_and_first_description():
    reading = read(
        part("a", step("x")),
        inputs=(
            ProposedInput(name="Version", description="first"),
            ProposedInput(name="Region"),
            ProposedInput(name="version", description="second"),
            ProposedInput(name="Дата"),
            ProposedInput(name="Версия"),
        ),
    )
    inputs = reading.process.inputs
    assert [each.name for each in inputs[:2]] == ["version", "region"]
    assert inputs[0].description == "first"
    assert len({each.name for each in inputs}) == 4


def test_processes_of_different_names_have_different_ids():
    names = ["Web", "Мобильный релиз", "Релиз", "Web релиз", "🚀", "שחרור", "x" * 79, "x" * 78]
    assert len({read(part("a", step("x")), name=each).process.id for each in names}) == len(names)


def test_a_process_of_the_same_name_is_the_same_process():
    one, other = (
        read(part("a", step("x")), name=each).process.id
        for each in ("Web  Release!", "web release")
    )
    assert one == other == "web-release"


def test_nameless_things_get_names():
    made = read(part("", step("")), name=" ").process
    assert (made.name, made.phases[0].name, made.phases[0].activities[0].name) == (
        "Release process",
        "Phase 1",
        "Step",
    )


names = st.sampled_from(
    ["Build", "build!", "Test", "Сборка", "Тест", "🚀", "", "Deploy the app"]
) | st.text(max_size=60)
steps = st.builds(
    ProposedActivity,
    name=names,
    depends_on=st.lists(names, max_size=3).map(tuple),
    approval=st.booleans(),
    type=st.sampled_from(["automated", "manual"]),
)
parts = st.builds(
    ProposedPhase,
    name=names,
    depends_on=st.lists(names, max_size=2).map(tuple),
    activities=st.lists(steps, max_size=4).map(tuple),
)


@given(st.lists(parts, max_size=5), names)
def test_whatever_a_drafter_says_ids_are_unique_and_references_exist(phases, name):
    reading = read(*phases, name=name)
    made = reading.process
    found = check_process(made, members_of=lambda _: (DANA,), pipelines=())
    wrong = [str(each) for each in found if "exist" in each.what]
    assert wrong == []
    assert len(made.by_ref) == len(made.activities())
    assert all(
        each.id and each.name for phase in made.phases for each in (phase, *phase.activities)
    )
