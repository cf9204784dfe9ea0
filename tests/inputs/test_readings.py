"""What expressions of a set read must be there when they are evaluated, or the set says so."""

import pytest

from orchestration.catalogue.expanding import Store
from orchestration.catalogue.model import StoreVersion
from orchestration.inputs.reading import with_readings
from tests.inputs.building import DEPLOY, EU, PAYMENTS, a_set, resolved

STORE = Store(found={"deploy-service": StoreVersion(activity=DEPLOY, version=1)})
FIRST, *REST = PAYMENTS.phases
IMAGE = FIRST.activities[0].model_copy(update={"outputs": ("digest",)})
PROCESS = PAYMENTS.model_copy(
    update={
        "phases": (FIRST.model_copy(update={"activities": (IMAGE,)}), *REST),
        "variables": {"cluster": "eu-1"},
    }
)
DIGEST = "{{ phases.build.activities.image.outputs.digest }}"


def unfit(said):
    found = with_readings(resolved(said, process=PROCESS), PROCESS, STORE)
    return [str(each) for each in found.unfit], found


@pytest.mark.parametrize(
    "said",
    [
        a_set({"version": "{{ release.version }}-{{ inputs.share }}"}),
        a_set(phases={"deploy": {"window": f"{DIGEST} {{{{ variables.cluster }}}}"}}),
        a_set(eu={"image": f"app@{DIGEST}", "region": "{{ inputs.window }}"}),
        a_set(eu={"image": "{{ inputs.tag | default('latest') }}"}),
    ],
)
def test_what_is_there_by_then_may_be_read(said):
    assert unfit(said)[0] == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            a_set({"version": DIGEST}),
            (
                "The release: “version” reads phases.build.activities.image.outputs.digest, "
                "which may not be there yet. Read it in an activity"
            ),
        ),
        (
            a_set(image={"target": DIGEST}),
            (
                "Build › Image: “target” reads phases.build.activities.image.outputs.digest, "
                "which may not be there yet. Let it wait for “Build › Image”: depends-on"
            ),
        ),
        (
            a_set(phases={"deploy": {"window": "{{ inputs.windows }}"}}),
            (
                "Deploy: “window” reads inputs.windows, an input that is not declared. "
                "Declare it under inputs"
            ),
        ),
        (
            a_set(eu={"image": "{{ inputs.verison }}"}),
            (
                "Deploy › Deploy EU: “image” reads inputs.verison, an input that is not declared. "
                "Did you mean “version”?"
            ),
        ),
    ],
)
def test_what_is_read_in_vain_is_told_and_not_used(said, why):
    told, found = unfit(said)
    assert told == [why]
    assert found.activity_inputs.get(EU, {}) == {}
