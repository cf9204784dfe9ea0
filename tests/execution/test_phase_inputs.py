"""What a phase was told at the start: nearest for its activities, evaluated when they start."""

import pytest

from orchestration.errors import Permanent
from orchestration.execution.reading.given import inputs_given
from orchestration.processes.expressions import SecretRef
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.values import ActivityRef
from tests.execution.building import after, phase, pipeline, process, ran, running
from tests.read_models.building import release

SPECS = (
    InputSpec(name="window"),
    InputSpec(name="share", type=InputType.NUMBER, default=5),
    InputSpec(name="key", type=InputType.SECRET, required=False),
)


def given(inputs, of_ship, *, told=None):
    """What `ship.deploy` is given in a release whose set says `of_ship` for the phase."""
    image = pipeline("image").model_copy(update={"outputs": ("digest",)})
    deploy = pipeline("deploy").model_copy(update={"inputs": inputs})
    ship = phase("ship", deploy, after=("build",)).model_copy(update={"inputs": SPECS})
    made = process(phase("build", image), ship)
    token = InputSpec(name="token", type=InputType.SECRET, required=False)
    made = made.model_copy(update={"inputs": (InputSpec(name="window"), token)})
    execution = after(running(*made.phases), ran("build.image", outputs={"digest": "sha256:1"}))
    version = execution.plan.version.model_copy(update={"process": made})
    object.__setattr__(execution.plan, "version", version)
    of = release(execution, inputs=told or {}, phase_inputs={"ship": of_ship})
    return inputs_given(of, execution, ActivityRef("ship.deploy"))


def test_what_a_phase_was_told_is_nearer_than_the_releases_own():
    assert given({"w": "{{ inputs.window }}"}, {"window": "night"}, told={"window": "day"}) == {
        "w": "night"
    }


def test_a_phase_without_a_value_reads_the_releases_own_and_then_its_default():
    said = {"w": "{{ inputs.window }}", "s": "{{ inputs.share }}"}
    assert given(said, {}, told={"window": "day"}) == {"w": "day", "s": "5"}


def test_an_expression_of_the_set_is_evaluated_when_the_activity_starts():
    found = given(
        {"w": "{{ inputs.window }}"},
        {"window": "{{ release.reference }}@{{ phases.build.activities.image.outputs.digest }}"},
    )
    assert found == {"w": "WEB-12@sha256:1"}


def test_a_secret_of_a_phase_stays_a_reference():
    said = {"a": "{{ inputs.key }}"}
    assert given(said, {"key": "env:KEY"}) == {"a": SecretRef("env:KEY")}
    handed_on = given(said, {"key": "{{ inputs.token }}"}, told={"token": "env:TOKEN"})
    assert handed_on == {"a": SecretRef("env:TOKEN")}


def test_an_expression_that_comes_to_another_type_is_told():
    with pytest.raises(Permanent, match="“share” must be a number"):
        given({"s": "{{ inputs.share }}"}, {"share": "{{ release.name }}"})
