"""Which value a name means: activity, phase, global, default; what is given wins over all."""

from __future__ import annotations

import pytest
from immutables import Map

from orchestration.processes.expressions import Layers, Reason, SecretRef, scope_of
from tests.processes.expressions.asking import refusal_of, value_of

SAID = {
    "defaults": {"region": "default"},
    "process": {"region": "global"},
    "phase": {"region": "phase"},
    "activity": {"region": "activity"},
    "given": {"region": "given"},
}
ACTIVITIES = {"build": {"image": None, "scan": None}, "deploy": {"eu": None}}


@pytest.mark.parametrize("nearest", range(1, len(SAID) + 1))
def test_the_nearest_that_says_it_wins(nearest):
    said = dict(list(SAID.items())[:nearest])
    data = scope_of(inputs=Layers(**said), variables=Layers(**said))
    expected = list(said.values())[-1]["region"]
    assert value_of("inputs.region", data) == expected
    assert value_of("variables.region", data) == expected


def test_null_says_nothing_and_false_or_an_empty_text_does():
    layers = Layers(
        process={"a": "global", "b": True, "c": "x"}, activity={"a": None, "b": False, "c": ""}
    )
    data = scope_of(inputs=layers)
    assert [value_of(f"inputs.{each}", data) for each in "abc"] == ["global", False, ""]
    nowhere = scope_of(inputs=Layers(process={"a": None}))
    assert refusal_of("inputs.a", nowhere).reason is Reason.MISSING


def test_outputs_are_read_by_place_once_the_activity_has_ended():
    data = scope_of(
        inputs=Layers(),
        activities=ACTIVITIES,
        outputs={"build.image": {"digest": "sha256:1"}, "build": {"summary": "ok"}},
    )
    assert value_of("phases.build.activities.image.outputs.digest", data) == "sha256:1"
    assert value_of("phases.build.outputs.summary", data) == "ok"
    assert "has nothing so far" in str(refusal_of("phases.deploy.activities.eu.outputs.url", data))
    assert "Did you mean phases.build.activities.scan?" in str(
        refusal_of("phases.build.activities.scann.outputs.x", data)
    )
    assert "Did you mean phases.deploy?" in str(refusal_of("phases.deplyo.outputs.x", data))


def test_outputs_may_come_from_the_maps_that_executions_are_made_of():
    data = scope_of(
        inputs=Layers(activity=Map(tag="v1")),
        activities=ACTIVITIES,
        outputs=Map({"build.image": Map(digest="sha256:1")}),
    )
    assert value_of("inputs.tag ~ phases.build.activities.image.outputs.digest", data) == (
        "v1sha256:1"
    )


def test_a_whole_part_of_the_process_comes_as_plain_data():
    data = scope_of(inputs=Layers(), activities=ACTIVITIES, outputs={"build.image": {"n": 1}})
    assert value_of("phases.build", data) == {
        "outputs": {},
        "activities": {"image": {"outputs": {"n": 1}}, "scan": {"outputs": {}}},
    }


def test_a_scope_costs_the_same_in_a_process_of_any_size():
    class Untouchable(dict):
        def __iter__(self):
            raise AssertionError("walked over the whole process")

        keys = values = items = __iter__

    many = {"build": Untouchable({f"a{n}": None for n in range(10)})}
    outputs = Untouchable({"build.a7": {"url": "https://ci"}})
    data = scope_of(inputs=Layers(), activities=many, outputs=outputs)
    assert value_of("phases.build.activities.a7.outputs.url", data) == "https://ci"


def test_a_secret_is_a_reference_at_whatever_level_it_was_said():
    data = scope_of(
        inputs=Layers(process={"token": "env:A", "name": "x"}, given={"token": "file:/run/b"}),
        secrets=["token", "other"],
    )
    assert value_of("inputs.token", data) == SecretRef("file:/run/b")
    assert refusal_of("inputs.token ~ inputs.name", data).reason is Reason.SECRET


def test_other_roots_are_given_by_the_caller_and_cannot_hide_ours():
    data = scope_of(inputs=Layers(process={"a": 1}), more={"group": "Payments", "inputs": {}})
    assert value_of("group ~ inputs.a", data) == "Payments1"
