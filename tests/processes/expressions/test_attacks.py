"""Nothing but the data can be reached, and nothing takes long (how long, the benchmark says)."""

from __future__ import annotations

import pytest

from orchestration.processes.expressions import Refusal
from tests.processes.expressions.asking import DATA, text_of, value_of
from tests.processes.expressions.attacks import ATTACKS, BUSY, ESCAPES, UNICODE


def shortly(attack):
    return attack[:40].encode("ascii", "backslashreplace").decode()


@pytest.mark.parametrize("attack", ATTACKS, ids=shortly)
def test_an_attack_is_refused_in_words(attack):
    refused = value_of(attack)
    assert isinstance(refused, Refusal)
    assert refused.what.strip()
    assert refused.mend.strip()
    assert 0 <= refused.at <= len(attack)
    assert len(str(refused)) < 700


@pytest.mark.parametrize("attack", ATTACKS, ids=shortly)
def test_an_attack_is_refused_inside_a_text_too(attack):
    text = f"Deploy {attack if '{{' in attack else '{{ ' + attack + ' }}'} now"
    assert isinstance(text_of(text), Refusal)


def test_at_least_fifty_are_tried_and_no_two_are_the_same():
    assert min(len(ESCAPES), len(BUSY)) >= 50
    assert len(set(ATTACKS)) == len(ATTACKS) == len(ESCAPES) + len(UNICODE) + len(BUSY)


def test_names_of_python_are_plain_names_where_the_data_has_them():
    data = {"inputs": {"system": "billing", "os": "linux", "items": ["a"], "format": "tar"}}
    read = [value_of(f"inputs.{name}", data) for name in ("system", "os", "items", "format")]
    assert read == ["billing", "linux", ["a"], "tar"]


def test_a_value_that_looks_like_an_expression_is_text():
    data = {"inputs": {"note": "{{ inputs.token }}", "token": "secret"}}
    assert text_of("It says {{ inputs.note }}", data) == "It says {{ inputs.token }}"


def test_what_is_handed_in_is_never_changed_nor_handed_out():
    tags = value_of("inputs.services")
    tags.append("mine")
    assert DATA["inputs"]["services"] == ["web", "api"]


def test_an_object_of_the_program_is_no_value_and_is_not_looked_into():
    class Trap:
        def __str__(self):
            raise AssertionError("looked into")

        __repr__ = __eq__ = __hash__ = __str__

    for source in ("inputs.trap", "inputs.trap ~ ''", "inputs.trap == 1", "inputs.trap | json"):
        refused = value_of(source, {"inputs": {"trap": Trap()}})
        assert "is no value of an expression" in refused.what
