"""What a pipeline is given: expressions evaluated when it starts, and said where they cannot be."""

import pytest

from orchestration.errors import Permanent
from orchestration.execution.reading.given import inputs_given
from orchestration.processes.expressions import SecretRef
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.values import ActivityRef
from tests.execution.building import after, phase, pipeline, process, ran, running
from tests.read_models.building import release

DEPLOY = ActivityRef("ship.deploy")


def given(inputs, *, told=None, outputs=None, specs=(), variables=None, phase_values=None):
    image = pipeline("image").model_copy(update={"outputs": ("digest",)})
    deploy = pipeline("deploy").model_copy(update={"inputs": inputs})
    build = phase("build", image).model_copy(update=phase_values or {})
    made = process(build, phase("ship", deploy, after=("build",)))
    made = made.model_copy(update={"inputs": specs, "variables": variables or {}})
    execution = after(running(*made.phases), ran("build.image", outputs=outputs or {}))
    plan_version = execution.plan.version.model_copy(update={"process": made})
    object.__setattr__(execution.plan, "version", plan_version)
    return inputs_given(release(execution, inputs=told or {}), execution, DEPLOY)


def test_an_activity_without_inputs_is_given_nothing():
    assert given({}) == {}


def test_outputs_variables_and_inputs_are_read_when_it_starts():
    found = given(
        {
            "tag": "{{ variables.image }}:{{ inputs.version }}",
            "digest": "{{ phases.build.activities.image.outputs.digest }}",
            "of": "{{ release.reference }}",
        },
        told={"version": "4.2"},
        outputs={"digest": "sha256:1"},
        specs=(InputSpec(name="version"),),
        variables={"image": "registry/{{ inputs.version }}/app"},
    )
    assert found == {"tag": "registry/4.2/app:4.2", "digest": "sha256:1", "of": "WEB-12"}


def test_an_output_of_a_phase_is_what_the_phase_says():
    found = given(
        {"digest": "{{ phases.build.outputs.digest }}"},
        outputs={"digest": "sha256:2"},
        phase_values={
            "outputs": ("digest",),
            "output_values": {"digest": "{{ phases.build.activities.image.outputs.digest }}"},
        },
    )
    assert found == {"digest": "sha256:2"}


def test_values_keep_their_kind_until_they_are_written():
    found = given(
        {"share": "{{ inputs.share }}", "all": ["{{ inputs.share }}", True]},
        told={"share": "5"},
        specs=(InputSpec(name="share", type=InputType.NUMBER),),
    )
    assert found == {"share": "5", "all": "[5, true]"}


def test_a_default_stands_in_for_what_was_not_given():
    specs = (InputSpec(name="region", default="eu"),)
    assert given({"region": "{{ inputs.region }}"}, specs=specs) == {"region": "eu"}


def test_a_value_that_is_missing_is_named_and_never_empty():
    with pytest.raises(Permanent, match=r"“digest” has no value: .*digest"):
        given({"digest": "{{ phases.build.activities.image.outputs.digest }}"})


TOKEN = {
    "told": {"token": "env:TOKEN"},
    "specs": (InputSpec(name="token", type=InputType.SECRET),),
}


def test_a_secret_is_handed_on_as_the_reference_it_is():
    assert given({"key": "{{ inputs.token }}"}, **TOKEN) == {"key": SecretRef("env:TOKEN")}


@pytest.mark.parametrize(
    "inside", [["{{ inputs.token }}"], {"deep": [{"est": "{{ inputs.token }}"}]}]
)
def test_a_secret_is_never_one_of_several_things(inside):
    with pytest.raises(Permanent, match="“keys” holds a secret inside"):
        given({"keys": inside}, **TOKEN)
