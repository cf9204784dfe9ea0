"""A value that is not there is an error with a name, never an empty text."""

from __future__ import annotations

import pytest

from orchestration.processes.expressions import Reason
from tests.processes.expressions.asking import refusal_of, text_of, value_of


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("inputs.verzion", "inputs.verzion is not known. Did you mean inputs.version?"),
        ("inputs.Version", "Did you mean inputs.version?"),
        ("phases.build_web.outputs", "Did you mean phases.build-web?"),
        ("release.owner", "release has name and reference."),
        (
            "phases.build-web.activities.image.outputs.tag",
            "phases.build-web.activities.image.outputs has digest, skip and size.",
        ),
        (
            "phases.build-web.activities.2fa-check.outputs.code",
            "phases.build-web.activities.2fa-check.outputs has nothing so far.",
        ),
        ("inputs.services[2]", "inputs.services has 2 elements, counted from 0."),
        ("inputs.none-yet[0]", "inputs.none-yet is an empty list."),
        ("inputs.none-yet | first", "inputs.none-yet is an empty list."),
        ("inputs.notes.author", "inputs.notes is null."),
    ],
)
def test_it_is_told_with_what_is_there_instead(source, told):
    refused = refusal_of(source)
    assert told in str(refused)
    assert refused.reason is Reason.MISSING


def test_a_text_with_a_missing_value_is_no_text_at_all():
    assert text_of("Deploy {{ inputs.verzion }}").reason is Reason.MISSING


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("inputs.tenant | default('shared')", "shared"),
        ("inputs.notes | default('shared')", "shared"),
        ("inputs.region | default('shared')", "eu"),
        ("inputs.none-yet | first | default('none')", "none"),
        ("inputs.tenant | upper | default('none') | upper", "NONE"),
        ("inputs.tenant | default(null) == null", True),
    ],
)
def test_default_stands_in_for_what_is_missing_before_it(source, value):
    assert value_of(source) == value


def test_default_does_not_mend_its_own_argument():
    assert "inputs.customer" in str(refusal_of("inputs.tenant | default(inputs.customer)"))


def test_default_hides_neither_a_mistyped_root_nor_a_wrong_kind():
    assert refusal_of("input.tenant | default('x')").reason is Reason.UNKNOWN
    assert refusal_of("inputs.region.name | default('x')").reason is Reason.WRONG_TYPE
    assert refusal_of("inputs.replicas | upper | default('x')").reason is Reason.WRONG_TYPE
