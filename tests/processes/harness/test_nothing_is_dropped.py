"""Every key and expression of a file is carried over, or named in the report with its place."""

import pytest
import yaml

from orchestration import strict_yaml
from orchestration.processes.code.faults import path_text
from orchestration.processes.files import read_any
from tests.processes.harness.shapes import SHAPES, shape, written

STRANGE = "zz-strange"
FREE = ("inputs", "with", "variables", "outputs", "default", "metadata", "notifications", "tags")
"""Below these the names are the author's; there the value is carried over."""


def places_of_maps(data, place=()):
    if isinstance(data, dict):
        yield place
        for key, each in data.items():
            yield from places_of_maps(each, (*place, key))
    elif isinstance(data, list):
        for n, each in enumerate(data):
            yield from places_of_maps(each, (*place, n))


def with_strange(text, place):
    data = strict_yaml.read(text).data
    here = data
    for key in place:
        here = here[key]
    here[STRANGE] = "strange-value"
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def mentioned(read, place):
    """In the report at this place or around it, in a fault, or carried over."""
    places = [path_text((*place, STRANGE)[: n + 1]) for n in range(len(place) + 1)]
    if any(each.path.endswith(STRANGE) or each.path in places[1:] for each in read.report):
        return True
    said = written(read.value) if read.value else ""
    return STRANGE in said or "strange-value" in said or bool(read.faults)


@pytest.mark.parametrize("name", SHAPES)
def test_a_key_that_nobody_knows_is_never_dropped_silently(name):
    text = shape(name)
    for place in places_of_maps(strict_yaml.read(text).data):
        mutated = with_strange(text, place)
        read = read_any(mutated)
        lost = not mentioned(read, place)
        assert not lost, f"{path_text(place)} in\n{mutated}"


@pytest.mark.parametrize("name", SHAPES)
def test_an_unknown_key_outside_of_free_names_stands_in_the_report_at_its_line(name):
    text = shape(name)
    for place in places_of_maps(strict_yaml.read(text).data):
        if not place or any(each in FREE for each in place) or "reminders" in place:
            continue
        mutated = with_strange(text, place)
        line = mutated.splitlines().index(next(x for x in mutated.splitlines() if STRANGE in x)) + 1
        assert line in {each.line for each in read_any(mutated).report}, path_text(place)


@pytest.mark.parametrize("name", SHAPES)
def test_an_expression_that_cannot_be_translated_is_reported_and_kept(name):
    text = shape(name)
    for place, value in said_by(strict_yaml.read(text).data):
        broken = text.replace(value, "<+nobody.knows.this>")
        read = read_any(broken)
        assert any("nobody.knows.this" in each.what for each in read.report), path_text(place)
        assert "nobody.knows.this" in written(read.value)


def said_by(data, place=()):
    if isinstance(data, str) and data.startswith("<+") and data != "<+input>":
        yield place, data
    for key, each in data.items() if isinstance(data, dict) else ():
        yield from said_by(each, (*place, key))
    for n, each in enumerate(data if isinstance(data, list) else ()):
        yield from said_by(each, (*place, n))


def test_a_secret_is_in_neither_the_result_nor_the_report():
    read = read_any(shape("activity-pipeline"))
    assert "s3cr3t" not in written(read.value) + "".join(map(str, read.report))
