"""What this version does not carry out is named, and nothing that it does is."""

from pathlib import Path

import pytest

from orchestration.processes.code.reading import read_process
from orchestration.processes.model import ActivityType
from orchestration.processes.not_yet import not_yet
from tests.execution.building import form, gate, manual, phase, pipeline, process, sign_off, todo

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "process.yaml"


def test_what_is_carried_out_is_not_named():
    made = process(
        phase("build", pipeline("image", inputs={"a": "{{ inputs.a }}"}), todo("notes")),
        phase("eu", todo("deploy", if_="inputs.fast"), if_='inputs.region == "eu"'),
        phase("go", manual("go", gate(order="sequential", exclude=("starter",)))),
        phase("note", manual("note", gate(required="inputs.a"), form(), finalise="owner")),
        phase("ship", sign_off("go", needed=2), todo("tidy", optional=True), after=("build",)),
    )
    assert not_yet(made) == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"type": ActivityType.SUBPROCESS}, "P › a: another process as an activity"),
    ],
)
def test_what_is_not_carried_out_is_named_with_its_place(changes, says):
    made = process(phase("p", todo("a").model_copy(update=changes)))
    assert not_yet(made) == (says,)


def test_the_example_of_everything_is_told_to_the_last_field():
    made = read_process(EXAMPLE.read_text()).process
    said = " ".join(not_yet(made))
    for each in ("another process", "shared resources"):
        assert each in said
