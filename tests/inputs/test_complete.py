"""Complete or incomplete: what is open, what is unfit, and what a set says for nothing."""

from orchestration.processes.input_sets import PhaseInputs
from tests.inputs.building import DEPLOY, EU, PAYMENTS, a_set, resolved, shared

COMPLETE = a_set(
    {"version": "1.42"},
    {"deploy": {"window": "night"}},
    eu=("prod", {"region": "eu"}),
    us=("prod", {"region": "us"}),
)


def told(items):
    return [str(each) for each in items]


def test_a_set_is_complete_when_every_required_input_is_said():
    found = resolved(COMPLETE, shared())
    assert (found.open, found.unfit, found.gone) == ((), (), ())
    assert found.complete


def test_each_open_input_is_told_with_its_place():
    assert told(resolved(a_set(eu={"region": "eu"})).open) == [
        "The release: “version” is open",
        "Deploy: “window” is open",
        "Deploy › Deploy US: “region” is open",
    ]


def test_without_a_set_everything_that_nobody_says_is_open():
    assert len(resolved().open) == 4


def test_an_activity_of_the_store_that_declares_nothing_has_nothing_open():
    plain = DEPLOY.model_copy(update={"inputs": ()})
    found = resolved(given={"version": "1"}, store={EU: plain, "deploy.us": plain})
    assert told(found.open) == ["Deploy: “window” is open"]


def test_what_an_input_does_not_take_is_told_and_nothing_is_put_in_its_place():
    found = resolved(
        a_set({"share": "much"}, eu=({"region": "mars"}, "prod")), shared(region="eu", replicas=0)
    )
    assert told(found.unfit) == [
        "The release: “share” must be a number",
        "Deploy › Deploy EU: “region” must be one of eu, us",
        "Deploy › Deploy EU: “replicas” must be at least 1",
    ]
    assert found.inputs == {}
    assert found.activity_inputs == {}


def test_an_expression_that_cannot_be_read_is_told():
    (unfit,) = resolved(a_set({"version": "{{ release. }}"})).unfit
    assert "has an expression that cannot be read" in str(unfit)


def test_a_link_that_leads_nowhere_or_to_another_activitys_set_is_told():
    found = resolved(a_set(eu="prod", us="smoke"), shared("smoke", "smoke-test", region="us"))
    assert told(found.unfit) == [
        "Deploy › Deploy EU: links the input set “prod”, which does not exist",
        "Deploy › Deploy US: links the input set “smoke”, which is for `smoke-test`",
    ]
    assert found.activity_inputs == {}


def test_a_set_for_one_version_of_an_activity_serves_every_version_of_it():
    found = resolved(a_set(eu="prod"), shared(activity="deploy-service@1", region="eu"))
    assert found.activity_inputs == {EU: {"region": "eu"}}


def test_what_the_process_has_no_longer_is_named_and_keeps_nothing_from_starting():
    left = COMPLETE.model_copy(
        update={
            "inputs": {**COMPLETE.inputs, "ticket": "T-1"},
            "phases": (*COMPLETE.phases, PhaseInputs(id="soak", inputs={"days": 2})),
        }
    )
    without_us = PAYMENTS.model_copy(
        update={
            "phases": tuple(
                each.model_copy(update={"activities": each.activities[:1]})
                for each in PAYMENTS.phases
            )
        }
    )
    found = resolved(left, shared(), process=without_us)
    assert told(found.gone) == [
        "The release has no input “ticket”.",
        "The process has no phase “soak”.",
        "The process has no activity “us” in the phase “deploy”.",
    ]
    assert found.complete


def test_a_link_of_an_activity_that_left_the_store_is_told_and_keeps_nothing_from_starting():
    left = tuple(
        phase.model_copy(
            update={
                "activities": tuple(
                    each.model_copy(update={"uses": None}) for each in phase.activities
                )
            }
        )
        for phase in PAYMENTS.phases
    )
    found = resolved(COMPLETE, shared(), process=PAYMENTS.model_copy(update={"phases": left}))
    assert found.complete
    assert "is no activity of the store" in told(found.gone)[0]


def test_where_the_store_is_not_at_hand_a_set_is_taken_by_its_names():
    found = resolved(COMPLETE, shared(replicas="many"), store={})
    assert found.complete
    assert found.activity_inputs[EU] == {"region": "eu", "replicas": "many"}
