"""Every published shape imports unedited: to what stands beside it, with the report beside it."""

import pytest

from orchestration.processes.checks.check import check_process
from orchestration.processes.files import read_any
from orchestration.processes.harness import import_harness
from orchestration.processes.model import ActivityType, Process
from tests.processes.harness.shapes import SHAPES, expected, shape, told, written


@pytest.mark.parametrize("name", SHAPES)
def test_a_published_file_becomes_what_is_written_beside_it(name):
    made = import_harness(shape(name))
    assert made.faults == ()
    assert written(made.value) == expected(name)
    assert [str(each) for each in made.report] == told(name).splitlines()


@pytest.mark.parametrize("name", SHAPES)
def test_what_was_imported_is_a_file_of_ours_that_reads_back_equal(name):
    made = read_any(shape(name))
    again = read_any(expected(name))
    assert made.from_harness
    assert not again.from_harness
    assert again.value == made.value


@pytest.mark.parametrize("name", SHAPES)
def test_every_line_of_a_report_names_a_place_in_the_file(name):
    lines = shape(name).count("\n")
    assert all(1 <= each.line <= lines and each.column for each in read_any(shape(name)).report)


def test_what_the_store_knows_of_an_activity_is_not_asked():
    store = {"AutoPipe": ActivityType.AUTOMATED, "ManualTest": ActivityType.MANUAL}
    made = import_harness(shape("process-by-reference"), store=store)
    assert isinstance(made.value, Process)
    kinds = {each.name: each.type for _, each in made.value.activities()}
    assert (kinds["AutoPipe90"], kinds["Auto_deploy"]) == ("automated", "manual")
    assert not any("AutoPipe" in each.what or "ManualTest" in each.what for each in made.report)


def test_a_problem_found_later_is_placed_in_the_harness_file():
    read = read_any(shape("process-by-reference"))
    assert isinstance(read.value, Process)
    problems = check_process(read.value, members_of=lambda _: (), pipelines=())
    found = {read.spot(each.path).line: each.what for each in problems}
    assert "cannot be read" in found[31]
    assert "not in the catalogue" in found[65]


def test_a_condition_that_cannot_be_translated_keeps_the_process_from_being_published():
    read = read_any(shape("conditions"))
    assert isinstance(read.value, Process)
    problems = check_process(read.value, members_of=lambda _: (), pipelines=())
    assert [each.what for each in problems if "Secret" in each.place]


def test_the_example_with_outputs_has_no_problem_but_its_pipeline():
    text = shape("conditions").split("          - activity: deploy\n            id: secret")[0]
    read = read_any(text)
    assert isinstance(read.value, Process)
    assert check_process(read.value, members_of=lambda _: (), pipelines=()) == ()
