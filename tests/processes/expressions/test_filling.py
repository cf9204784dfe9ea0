"""A map of inputs is filled in as a whole: every text in it, and all that is wrong at once."""

from __future__ import annotations

from orchestration.processes.expressions import (
    Reason,
    Refusal,
    filled,
    references,
    templates_in,
)
from tests.processes.expressions.asking import DATA

INPUTS = {
    "image": "app@{{ phases.build-web.activities.image.outputs.digest }}",
    "replicas": "{{ inputs.replicas }}",
    "targets": [{"region": "{{ inputs.region }}"}, "us"],
    "token": "{{ inputs.token }}",
    "{{ inputs.region }}": 3,
}


def test_every_text_is_filled_in_and_everything_else_stays():
    done = filled(INPUTS, DATA)
    assert done.unfilled == ()
    assert done.value == {
        "image": "app@sha256:4f2a",
        "replicas": 3,
        "targets": [{"region": "eu"}, "us"],
        "token": DATA["inputs"]["token"],
        "{{ inputs.region }}": 3,
    }


def test_all_that_cannot_be_filled_in_is_told_with_its_place():
    wrong = {"a": "{{ inputs.verzion }}", "b": ["ok", {"c": "x {{ inputs.token }}"}], "d": "{{"}
    told = {each.place: each.refusal.reason for each in filled(wrong, DATA).unfilled}
    assert told == {
        ("a",): Reason.MISSING,
        ("b", 1, "c"): Reason.SECRET,
        ("d",): Reason.SYNTAX,
    }


def test_what_a_document_reads_is_known_without_filling_it_in():
    read = {
        place: [str(each) for each in references(template)]
        for place, template in templates_in(INPUTS)
        if not isinstance(template, Refusal)
    }
    assert read[("targets", 0, "region")] == ["inputs.region"]
    assert read[("targets", 1)] == []
    assert len(read) == 5


def test_a_document_that_goes_down_for_ever_is_refused():
    ring = []
    ring.append(ring)
    assert [each.refusal.reason for each in filled({"x": ring}, DATA).unfilled] == [Reason.LIMIT]
    assert [type(each) for _, each in templates_in(ring)] == [Refusal]
