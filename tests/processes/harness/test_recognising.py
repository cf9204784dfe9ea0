"""A file is taken for one of Harness by its shapes; one of ours never is."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from orchestration import strict_yaml
from orchestration.processes.code.writing import process_data
from orchestration.processes.files import read_any
from orchestration.processes.harness import is_harness
from tests.processes.code.processes import PROCESSES
from tests.processes.code.test_round_trip import WRITTEN
from tests.processes.harness.shapes import SHAPES, shape


@pytest.mark.parametrize("name", SHAPES)
def test_every_published_shape_is_recognised(name):
    assert is_harness(strict_yaml.read(shape(name)).data)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(PROCESSES)
def test_what_we_export_is_ours(process):
    assert not is_harness({"process": process_data(process)})


def test_a_process_of_ours_with_a_mistake_stays_ours_and_the_mistake_is_told():
    text = WRITTEN.replace("type: automated\n              timeout", "timeout", 1)
    read = read_any(text)
    assert not read.from_harness
    assert any("type is missing" in str(each) for each in read.faults)


def test_words_about_an_expression_do_not_make_a_file_one_of_harness():
    text = "process: {id: a, name: A, description: 'was <+releaseInput.global.x> there'}"
    assert not read_any(text).from_harness


@pytest.mark.parametrize("example", sorted(Path("docs/examples").glob("**/*.y*ml")), ids=str)
def test_our_examples_are_ours(example):
    assert not is_harness(strict_yaml.read(example.read_text("utf-8")).data)
