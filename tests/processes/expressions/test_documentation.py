"""docs/expressions.md is true: its examples are evaluated as they stand there."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from orchestration.processes.expressions import FILTERS, Refusal
from orchestration.processes.expressions.dates import LETTERS
from tests.processes.expressions.asking import DATA, text_of, value_of

PAGE = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def examples(language):
    lines = [line for block in blocks(language) for line in block.splitlines()]
    return [tuple(part.strip() for part in line.split("→", 1)) for line in lines]


def data_of_the_page():
    data = json.loads(blocks("json")[0])
    data["inputs"]["token"] = DATA["inputs"]["token"]
    return {**data, "date": DATA["date"], "starts": DATA["starts"]}


def shown(value):
    if isinstance(value, Refusal):
        return f"✗ {value}"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(("source", "promised"), examples("expressions"))
def test_an_example_expression_gives_what_the_page_says(source, promised):
    assert shown(value_of(source, data_of_the_page())) == promised


@pytest.mark.parametrize(("source", "promised"), examples("texts"))
def test_an_example_text_gives_what_the_page_says(source, promised):
    assert shown(text_of(source, data_of_the_page())) == promised


def test_the_page_shows_every_filter_and_every_letter_of_a_date():
    used = " ".join(source for source, _ in examples("expressions"))
    assert {each for each in FILTERS if not re.search(rf"\| {each}\b", used)} == set()
    assert all(f"%{letter}" in PAGE for letter in LETTERS)
