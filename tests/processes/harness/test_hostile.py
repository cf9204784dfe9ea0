"""Whatever is called a file of Harness: an answer, and nothing carried over that nobody meant."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from orchestration.processes.code.reading import MOST_ACTIVITIES
from orchestration.processes.files import read_any
from orchestration.processes.harness import import_harness, is_harness
from orchestration.processes.harness.importing import import_document
from orchestration.processes.harness.report import MOST_NOTES
from orchestration.strict_yaml import Document

NAMES = """
process processInput phases phase activities activity id name type owners depends-on if ifCondition
data pipeline inputSet variables inputs outputs global with default value approvers approval_type
required_approvals tasks on_failure timeout tags required userGroups allowed_values min linked
description process-inputs activity-inputs zz
"""
KEYS = st.sampled_from(NAMES.split())
SAID = (
    "<+input> <+a.b> ${x} <+releaseInput.global.v> manual secret PIPELINE stop 1h {{ environment "
    "sequential <+phase.a.activity.b.outputs.c>"
)
LEAF = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(SAID.split())
)
DATA = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=40,
)  # fmt: skip
SHAPED = st.builds(lambda word, inner: {word: inner}, KEYS, st.dictionaries(KEYS, DATA, max_size=8))
PHASED = st.builds(
    lambda activities, phase: {"process": {"phases": [{**phase, "activities": activities}]}},
    st.lists(st.dictionaries(KEYS, DATA, max_size=6), max_size=4),
    st.dictionaries(KEYS, DATA, max_size=6),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@example({"activity": {"process-inputs": None}})
@given(DATA | SHAPED | PHASED)
def test_any_data_is_imported_or_has_faults(data):
    is_harness(data)
    made = import_document(Document(data, {}))
    assert (made.value is None) == bool(made.faults)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text("process:phaseactivty<+>${}[]- \n", max_size=120))
def test_any_text_is_read_or_has_faults(text):
    for read in (read_any(text), import_harness(text)):
        assert (read.value is None) == bool(read.faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("process: &a [*a]", "aliases (*name) are not taken"),
        ("process: !!python/object:os.system {}", "tags (!name) are not taken"),
        ("process:\n\tphases: []", "a tab cannot indent"),
        ("processInput: {id: a, id: b}", "stands here twice"),
        ("x" * 1_000_001, "larger than 1 MB"),
        ("processInput: words", "process is missing"),
        ("processInput: {identifier: a, name: A}", "process is missing"),
        ("", "It holds no process, activity or processInput"),
        ("- 1", "It holds no process, activity or processInput"),
    ],
)
def test_what_cannot_be_imported_is_said_with_its_reason(text, says):
    made = import_harness(text)
    assert made.value is None
    assert any(says in str(each) for each in made.faults), made.faults


def test_too_many_activities_are_refused_and_the_first_too_many_is_named():
    head = "process:\n  name: A\n  phases:\n    - phase:\n        id: p\n        activities:\n"
    made = read_any(head + "          - activity: a\n" * (MOST_ACTIVITIES + 1))
    assert [each.what for each in made.faults] == ["It has more than 5,000 activities."]
    assert made.faults[0].line == 7 + MOST_ACTIVITIES


def test_a_report_ends_and_says_so():
    keys = "".join(f"  k{n}: 1\n" for n in range(MOST_NOTES + 500))
    made = import_harness(f"process:\n  name: A\n{keys}")
    assert len(made.report) == MOST_NOTES + 1
    assert any("more than" in each.what for each in made.report)
