"""Whose value an input has: the nearest that says it, and nothing where nobody does."""

import pytest

from orchestration.inputs.resolved import Source
from orchestration.processes.inputs import InputSpec
from tests.inputs.building import EU, PAYMENTS, US, a_set, line, resolved, shared


def test_what_is_given_at_the_start_wins_over_the_set_and_the_set_over_the_default():
    said = a_set({"share": 20})
    assert resolved().inputs == {"share": 5}
    assert resolved(said).inputs == {"share": 20}
    found = resolved(said, given={"share": "50", "version": "1.42"})
    assert found.inputs == {"version": "1.42", "share": 50}
    assert line(found, "", "share").source is Source.GIVEN


def test_a_blank_given_at_the_start_leaves_it_to_the_set():
    assert resolved(a_set({"share": 20}), given={"share": "  "}).inputs == {"share": 20}


def test_the_process_sets_own_value_wins_over_the_linked_set():
    found = resolved(a_set(eu=("prod", {"region": "us"})), shared(region="eu", replicas=8))
    assert found.activity_inputs == {EU: {"region": "us", "replicas": 8}}
    assert line(found, EU, "region").source is Source.OWN
    assert line(found, EU, "replicas").source is Source.LINKED


def test_the_linked_set_wins_over_what_the_process_maps():
    found = resolved(a_set(eu="prod"), shared(image="app:pinned"))
    assert line(found, EU, "image").value == "app:pinned"
    assert line(found, US, "image").source is Source.PROCESS


def test_what_the_process_maps_wins_over_the_default_and_stays_with_the_process():
    found = resolved(a_set())
    assert line(found, EU, "image").value == "app:{{ inputs.version }}"
    assert (line(found, EU, "replicas").value, line(found, EU, "replicas").source) == (
        2,
        Source.DEFAULT,
    )
    assert found.activity_inputs == {}


def test_a_phase_has_what_its_set_says():
    found = resolved(a_set(phases={"deploy": {"window": "night"}}))
    assert found.phase_inputs == {"deploy": {"window": "night"}}
    assert line(found, "deploy", "notes").source is None
    assert not line(found, "deploy", "notes").open


def test_a_phase_input_of_the_same_name_as_the_releases_own_follows_it_unless_the_set_says_it():
    named_alike = PAYMENTS.model_copy(
        update={"inputs": (*PAYMENTS.inputs, InputSpec(name="window"))}
    )
    said = a_set({"window": "day"})
    found = resolved(said, process=named_alike)
    assert (line(found, "deploy", "window").value, found.phase_inputs) == ("day", {})
    both = a_set({"window": "day"}, {"deploy": {"window": "night"}})
    assert resolved(both, process=named_alike).phase_inputs == {"deploy": {"window": "night"}}
    given = resolved(both, process=named_alike, given={"window": "noon"})
    assert (line(given, "deploy", "window").value, given.phase_inputs) == ("noon", {})


def test_an_activity_outside_the_store_is_told_otherwise_what_the_process_tells_it():
    found = resolved(a_set(image={"target": "debug"}))
    assert found.activity_inputs == {"build.image": {"target": "debug"}}


def test_two_places_share_one_set_and_each_may_differ():
    found = resolved(
        a_set(eu="prod", us=("prod", {"region": "us"})), shared(region="eu", replicas=4)
    )
    assert found.activity_inputs == {
        EU: {"region": "eu", "replicas": 4},
        US: {"region": "us", "replicas": 4},
    }


def test_values_are_typed_as_they_are_declared():
    found = resolved(a_set({"share": "12.5"}, eu={"replicas": "3", "region": "eu"}))
    assert found.inputs == {"share": 12.5}
    assert found.activity_inputs == {EU: {"replicas": 3, "region": "eu"}}


def test_an_expression_is_kept_as_it_was_written_until_it_is_used():
    said = a_set({"share": "{{ inputs.version | number }}"}, eu={"replicas": "{{ inputs.share }}"})
    found = resolved(said)
    assert found.activity_inputs == {EU: {"replicas": "{{ inputs.share }}"}}
    assert line(found, "", "share").value == "{{ inputs.version | number }}"
    assert found.unfit == ()


def test_the_releases_own_expressions_are_evaluated_when_it_starts_and_typed():
    said = a_set({"version": "{{ release.version }}", "share": "{{ inputs.credentials }}"})
    found = resolved(said, release={"version": "4.2"}, given={"credentials": "env:TOKEN"})
    assert found.inputs == {"version": "4.2", "credentials": "env:TOKEN"}
    (unfit,) = found.unfit
    assert "only an input of type secret" in str(unfit)


def test_an_expression_reads_what_is_given_at_the_start():
    said = a_set({"version": "{{ release.version }}-{{ inputs.share }}"})
    found = resolved(said, release={"version": "4.2"}, given={"share": "7"})
    assert found.inputs == {"version": "4.2-7", "share": 7}


def test_braces_that_somebody_types_at_the_start_stay_what_they_are():
    found = resolved(given={"version": "{{ release.version }}"}, release={"version": "4.2"})
    assert found.inputs["version"] == "{{ release.version }}"


def test_an_expression_that_has_no_value_at_the_start_is_told():
    found = resolved(a_set({"version": "{{ inputs.credentials }}"}), release={"version": "4.2"})
    assert [each.spec.name for each in found.unfit] == ["version"]
    assert "version" not in found.inputs


@pytest.mark.parametrize("value", ["hunter2", "{{ 'hunter2' }}", "x{{ inputs.a }}", "{{ oops", 5])
def test_a_secret_that_is_written_out_is_refused_and_goes_no_further(value):
    found = resolved(a_set({"credentials": value}, eu={"token": value}))
    assert [each.spec.name for each in found.unfit] == ["credentials", "token"]
    assert all("never the secret" in str(each) for each in found.unfit)
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("value", ["env:TOKEN", "file:/run/token", "{{ inputs.credentials }}"])
def test_a_secret_is_a_reference_or_another_secret_handed_on(value):
    found = resolved(a_set(eu={"token": value}))
    assert found.activity_inputs == {EU: {"token": value}}
