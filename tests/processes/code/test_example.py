"""The example of the documentation is sound, shows every field, and is what the schema says."""

from pathlib import Path

from orchestration.processes.checks.check import check_process
from orchestration.processes.code.keeping import rewritten
from orchestration.processes.code.reading import read_process
from orchestration.processes.code.schema import process_schema

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "process.yaml"


def keys_in(data):
    if isinstance(data, dict):
        return set(data) | {key for each in data.values() for key in keys_in(each)}
    return {key for each in data for key in keys_in(each)} if isinstance(data, list) else set()


def test_the_example_has_no_mistake():
    read = read_process(EXAMPLE.read_text())
    assert read.faults == ()
    assert check_process(read.process, members_of=None, pipelines=None) == ()


def test_the_example_shows_every_field_there_is():
    schema = process_schema()
    fields = {key for each in schema["$defs"].values() for key in each.get("properties", {})}
    read = read_process(EXAMPLE.read_text())
    assert read.document
    assert fields - {"version"} <= keys_in(read.document.data)


def test_the_example_comes_back_with_every_comment():
    text = EXAMPLE.read_text()
    process = read_process(text).process
    edited = process.model_copy(update={"name": "Payouts"})
    assert rewritten(text, edited) == text.replace("name: Payments\n", "name: Payouts\n")
