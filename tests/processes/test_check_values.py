"""Inputs nobody could fill in and expressions that read what is not there: found before a start."""

import pytest

from orchestration.processes.checks.check import check_process
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process, Subprocess
from orchestration.processes.tasks import FieldType, FormField, TaskKind, TaskSpec
from tests.execution.building import phase, pipeline, process, todo


def problems(made, **around):
    given = {"members_of": lambda _: (), "pipelines": ("run-it",), **around}
    found = check_process(made, **given)
    assert all(each.place and each.what and each.mend for each in found)
    return [str(each) for each in found]


def released(*activities: Activity, inputs=("version",), **more) -> Process:
    image = pipeline("image").model_copy(update={"outputs": ("digest",)})
    made = process(phase("build", image), phase("ship", *activities, after=("build",)))
    declared = tuple(InputSpec(name=each) for each in inputs)
    return made.model_copy(update={"inputs": declared, **more})


def ship(**more) -> Activity:
    return pipeline("deploy").model_copy(update=more)


@pytest.mark.parametrize(
    "value",
    [
        "plain words",
        "app-{{ inputs.version }}",
        "{{ phases.build.activities.image.outputs.digest }}",
        "{{ release.name }}",
        "{{ inputs.tenant | default('shared') }}",
        {"deep": ["{{ inputs.version }}"]},
    ],
)
def test_what_is_there_by_then_may_be_read(value):
    assert problems(released(ship(inputs={"tag": value}))) == []


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (
            "{{ inputs.verson }}",
            "reads inputs.verson, an input that is not declared. Did you mean “version”?",
        ),
        ("{{ input.version }}", "reads input.version, which is not known. Did you mean “inputs”?"),
        (
            "{{ variables.region }}",
            "reads variables.region, a variable that is not said. Declare it under variables.",
        ),
        (
            "{{ phases.bild.activities.image.outputs.digest }}",
            "of a phase that does not exist. Did you mean “build”?",
        ),
        (
            "{{ phases.build.activities.imag.outputs.digest }}",
            "of an activity that does not exist. Did you mean “image”?",
        ),
        (
            "{{ phases.build.activities.image.outputs.size }}",
            "an output that the activity does not declare. There is digest.",
        ),
        ("{{ inputs.version", "has an expression that cannot be read:"),
        ("{{ inputs.version | uper }}", "upper"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(value, says):
    (found,) = problems(released(ship(inputs={"tag": value})))
    assert found.startswith("Ship › deploy: ")
    assert says in found


def test_an_output_read_without_waiting_for_its_producer():
    made = process(
        phase("build", pipeline("image").model_copy(update={"outputs": ("digest",)})),
        phase(
            "ship",
            ship(inputs={"tag": "{{ phases.build.activities.image.outputs.digest }}"}),
        ),
    )
    assert problems(made) == [
        (
            "Ship › deploy: reads phases.build.activities.image.outputs.digest, which may not be "
            "there yet. Let it wait for “Build › image”: depends-on."
        )
    ]


def test_a_condition_of_a_phase_reads_only_what_ended_before_the_phase():
    made = released(todo("a"))
    build, last = made.phases
    digest = "phases.build.activities.image.outputs.digest"
    late = last.model_copy(update={"if_": f'{digest} == "x"'})
    early = build.model_copy(update={"if_": f'{digest} == "x"'})
    assert problems(made.model_copy(update={"phases": (build, late)})) == []
    (found,) = problems(made.model_copy(update={"phases": (early, last)}))
    assert "which may not be there yet" in found


def test_the_answers_of_a_form_are_outputs():
    form = Activity(
        id="ask",
        name="Ask",
        type=ActivityType.MANUAL,
        tasks=(
            TaskSpec(
                id="form",
                name="Form",
                kind=TaskKind.FORM,
                fields=(FormField(id="window", label="Window"),),
            ),
        ),
    )
    reads = ship(
        inputs={"at": "{{ phases.ship.activities.ask.outputs.window }}"}, depends_on=("ask",)
    )
    assert problems(released(form, reads)) == []


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        (InputSpec(name="n", type=InputType.CHOICE), "is a choice of nothing."),
        (InputSpec(name="n", type=InputType.NUMBER, default="x"), "which must be a number."),
        (InputSpec(name="n", pattern="(", default="x"), "has a pattern that cannot be read"),
        (InputSpec(name="n", min=3, max=2), "has a min above its max."),
        (InputSpec(name="n", default="c", allowed_values=("a", "b")), "must be one of a, b"),
        (InputSpec(name="n", type=InputType.SECRET, default="hunter2"), "must be a reference"),
    ],
)
def test_an_input_that_cannot_be_given(spec, says):
    found = problems(process(todo("a")).model_copy(update={"inputs": (spec,)}))
    assert any(says in each for each in found), found


def test_an_input_that_the_pipeline_does_not_take():
    found = problems(released(ship(inputs={"tga": "1"})), inputs_of=lambda _: ("tag",))
    assert found == [
        "Ship › deploy: gives “tga”, which the pipeline “run-it” does not take. It takes: tag."
    ]


@pytest.mark.parametrize("identity", ["two words", "größe", "a.b", "", "-a", "a/b"])
def test_an_id_that_cannot_be_one(identity):
    made = process(phase("p", todo("a")))
    made = made.model_copy(update={"phases": (made.phases[0].model_copy(update={"id": identity}),)})
    assert any("Ids are of letters" in each for each in problems(made))


def sub(name: str, runs: str) -> Activity:
    return Activity(id=name, name=name, type=ActivityType.SUBPROCESS, process=Subprocess(id=runs))


def processes(**inner: str):
    """Processes by id, each of which runs one other."""
    made = {
        each: process(phase("p", sub("x", other) if other else todo("x"))).model_copy(
            update={"id": each}
        )
        for each, other in inner.items()
    }
    return lambda wanted, _version: made.get(wanted)


def test_a_process_that_runs_itself_in_the_end_is_spelled_out():
    made = process(phase("p", sub("x", "b"))).model_copy(update={"id": "a"})
    (found,) = problems(made, other=processes(b="c", c="a"))
    assert "runs “b” which runs “c” which runs “a”, which goes on for ever." in found


def test_five_processes_inside_one_another_are_enough():
    made = process(phase("p", sub("x", "b"))).model_copy(update={"id": "a"})
    assert problems(made, other=processes(b="c", c="d", d="e", e="f", f="")) == []
    (found,) = problems(made, other=processes(b="c", c="d", d="e", e="f", f="g", g=""))
    assert "deeper than 5" in found


def test_a_process_that_does_not_exist():
    (found,) = problems(released(sub("x", "nowhere")), other=lambda *_: None)
    assert "runs the process “nowhere”, which does not exist." in found


def test_fields_of_another_kind_of_work():
    found = problems(released(todo("a").model_copy(update={"pipeline": "run-it"})))
    assert found == [
        (
            "Ship › a: is manual and has `pipeline`. "
            "Only automated work has it: remove it, or change the type."
        )
    ]


def test_a_choice_of_nothing_in_a_form():
    ask = Activity(
        id="a",
        name="A",
        type=ActivityType.MANUAL,
        tasks=(
            TaskSpec(
                id="f",
                name="F",
                kind=TaskKind.FORM,
                fields=(FormField(id="w", label="Window", type=FieldType.CHOICE),),
            ),
        ),
    )
    (found,) = problems(released(ask))
    assert "asks for a choice of nothing in “Window”" in found


@pytest.mark.parametrize("when", ["start + 2d", "17:00", "Thursday 17:00", "start + 1d 12h"])
def test_a_time_before_which_a_phase_does_not_start(when):
    made = process(Phase(id="p", name="P", not_before=when, activities=(todo("a"),)))
    assert problems(made) == []


def test_what_is_no_time_is_said():
    made = process(Phase(id="p", name="P", not_before="soonish", activities=(todo("a"),)))
    assert problems(made) == [
        (
            "P: starts not before “soonish”, which is no time. "
            "Write start + 2d, 17:00 or Thursday 17:00."
        )
    ]


def test_a_phase_behind_a_circle_can_never_start():
    made = process(
        phase("a", todo("x"), after=("b",)),
        phase("b", todo("y"), after=("a",)),
        phase("c", todo("z"), after=("b",)),
    )
    assert any(each.startswith("C: can never start") for each in problems(made))
