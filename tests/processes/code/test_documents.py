# ruff: noqa: E501 - a table of mistakes reads best in rows
"""Store activities and input sets are files, too: equal after a round trip, faults with places."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.code.documents import document_yaml
from orchestration.processes.files import read_any
from orchestration.processes.input_sets import (
    ActivityInputs,
    ActivityInputSet,
    PhaseInputs,
    ProcessInputSet,
)
from orchestration.processes.model import ActivityType, OnFailure, Subprocess
from tests.processes.code.processes import ID, INPUTS, LENGTH, NAMES, TEXT, VALUES

OWN = st.builds(ActivityInputs, id=ID, linked=st.none() | ID, inputs=VALUES)
PHASES = st.builds(PhaseInputs, id=ID, inputs=VALUES, activities=st.lists(OWN, max_size=2))
NAMED = {"id": ID, "name": TEXT, "description": TEXT}
OUTPUTS = st.dictionaries(ID, st.just("") | st.just("{{ pipeline.outputs.V }}"), max_size=3)
DOCUMENTS = (
    st.builds(ActivityInputSet, **NAMED, activity=ID, inputs=VALUES)
    | st.builds(
        ProcessInputSet, **NAMED, process=ID, inputs=VALUES, phases=st.lists(PHASES, max_size=2)
    )
    | st.builds(
        lambda outputs, **fields: StoreActivity(
            outputs=tuple(outputs),
            output_values={name: each for name, each in outputs.items() if each},
            **fields,
        ),
        outputs=OUTPUTS,
        **NAMED,
        type=st.sampled_from(ActivityType),
        tags=NAMES,
        inputs=INPUTS,
        pipeline=st.none() | ID,
        pipeline_inputs=VALUES,
        process=st.none() | st.builds(Subprocess, id=ID, version=st.none() | st.integers(1, 9)),
        process_inputs=VALUES,
        timeout=LENGTH,
        on_failure=st.sampled_from(OnFailure),
    )
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_what_is_written_reads_back_equal(value):
    read = read_any(document_yaml(value))
    assert read.faults == ()
    assert read.value == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("process-inputs:\n  id: a\n  name: A\n", "process is missing."),
        ("process-inputs: words", "line 1, column 1: process-inputs must be a map."),
        ("activity-inputs:\n  id: a\n  name: A\n  activty: x\n", "line 4, column 3: activty is not known here. Did you mean “activity”?"),
        ("activity:\n  id: a\n  name: A\n  type: manual\n  pipeline-inptus: {}\n", "line 5, column 3: pipeline-inptus is not known here. Did you mean “pipeline-inputs”?"),
        ("process-inputs:\n  id: a\n  name: A\n  process: p\n  phases:\n    - id: x\n      activities:\n        - linked: [1]\n          id: y\n", "line 8, column 11: phases[1].activities[1].linked must be text"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text, says):
    read = read_any(text)
    assert read.value is None
    assert any(says in str(each) for each in read.faults), read.faults


def test_an_activity_of_the_store_takes_its_inputs_as_a_map():
    read = read_any(
        "activity:\n  name: Deploy\n  type: automated\n"
        "  inputs:\n    version: {type: string}\n    region: eu\n"
    )
    assert isinstance(read.value, StoreActivity)
    assert (read.value.id, [each.name for each in read.value.inputs]) == (
        "deploy",
        ["version", "region"],
    )
