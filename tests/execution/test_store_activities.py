"""Activities of the store in a running release: what they are told, and what they give."""

import pytest

from bot.views.wording import kind_of
from orchestration.catalogue.expanding import Store
from orchestration.catalogue.model import StoreActivity, StoreVersion
from orchestration.errors import Permanent
from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.reading.given import inputs_given
from orchestration.execution.state.facts import facts_of
from orchestration.execution.state.plan import compile_plan
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.expressions import SecretRef
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, OnFailure, ProcessVersion
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ExecutionId, ReleaseId
from tests.execution.building import (
    NOON,
    OWNER,
    QA,
    after,
    done,
    phase,
    place,
    process,
    ran,
    status,
    task,
)
from tests.read_models.building import release

DEPLOY = StoreActivity(
    id="deploy",
    name="Deploy service",
    type=ActivityType.AUTOMATED,
    inputs=(
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
        InputSpec(name="replicas", type=InputType.NUMBER, default=2, required=False),
        InputSpec(name="token", type=InputType.SECRET, default="env:TOKEN", required=False),
    ),
    outputs=("url",),
    output_values={"url": "https://{{ inputs.region }}.{{ pipeline.outputs.HOST }}"},
    pipeline="deploy",
    pipeline_inputs={
        "REGION": "{{ inputs.region }}",
        "SCALE": "x{{ inputs.replicas }}",
        "TOKEN": "{{ inputs.token }}",
    },
    on_failure=OnFailure.IGNORE,
)


def uses(name="eu", store="deploy", **says) -> Activity:
    type_ = says.pop("type", ActivityType.AUTOMATED)
    return Activity(id=name, name=f"Deploy {name}", type=type_, uses=store, **says)


def started(*activities, store=DEPLOY, specs=(), **told):
    made = process(phase("work", *activities)).model_copy(update={"inputs": specs})
    known = Store(found={store.id: StoreVersion(activity=store, version=3)})
    plan = compile_plan(ProcessVersion(process=made, version=1, store={store.id: 3}), known)
    waiting = waiting_to_start(ExecutionId("ex_1"), ReleaseId("re_1"), plan, owner=OWNER)
    event = ExecutionStarted(at=NOON, by=OWNER, members=QA, facts=facts_of(release(**told)))
    return advance(waiting, event).execution.saved()


def given(name="eu", *activities, **more):
    told = {key: more.pop(key) for key in ("inputs", "activity_inputs") if key in more}
    execution = started(*activities, **more, **told)
    return inputs_given(release(execution, **told), execution, place(name))


def test_each_place_tells_the_pipeline_its_own_values_by_the_pipelines_names():
    places = (
        uses("eu", inputs={"region": "eu", "replicas": "{{ inputs.size }}"}),
        uses("us", inputs={"region": "us"}),
    )
    told = {"specs": (InputSpec(name="size", type=InputType.NUMBER),), "inputs": {"size": "5"}}
    secret = {"TOKEN": SecretRef("env:TOKEN")}
    assert given("eu", *places, **told) == {"REGION": "eu", "SCALE": "x5", **secret}
    assert given("us", *places, **told) == {"REGION": "us", "SCALE": "x2", **secret}


def test_an_input_of_the_process_never_stands_in_for_one_of_the_activity():
    told = {"specs": (InputSpec(name="region"), InputSpec(name="replicas"))}
    values = {"inputs": {"region": "us", "replicas": "9"}}
    found = given("eu", uses(inputs={"region": "eu"}), **told, **values)
    assert (found["REGION"], found["SCALE"]) == ("eu", "x2")


def test_what_an_input_set_says_wins_over_the_process():
    sets = {"work.eu": {"region": "us", "replicas": "{{ release.version }}0"}}
    place_says = uses(inputs={"region": "eu"})
    with pytest.raises(Permanent, match="“replicas” must be a number"):
        given("eu", place_says, activity_inputs={"work.eu": {"replicas": "{{ release.name }}"}})
    sets["work.eu"]["replicas"] = 4
    found = given("eu", place_says, activity_inputs=sets)
    assert (found["REGION"], found["SCALE"]) == ("us", "x4")


def test_a_required_input_that_nobody_says_is_named_and_nothing_runs():
    with pytest.raises(Permanent, match="“region” has no value: nobody says it"):
        given("eu", uses())


def test_without_names_of_its_own_the_pipeline_is_told_the_inputs_as_they_are():
    plain = DEPLOY.model_copy(update={"pipeline_inputs": {}})
    found = given("eu", uses(inputs={"region": "eu"}), store=plain)
    assert found == {"region": "eu", "replicas": "2", "token": SecretRef("env:TOKEN")}


def test_an_output_is_what_the_store_says_of_the_run_and_nothing_else_gets_out():
    reads = {"at": "{{ phases.work.activities.eu.outputs.url }}"}
    tell = Activity(
        id="tell", name="T", type="automated", pipeline="p", inputs=reads, depends_on=("eu",)
    )
    execution = started(uses(inputs={"region": "eu"}), tell)
    ended = after(execution, ran("eu", outputs={"HOST": "shop.test", "noise": "1"}))
    assert ended.activity(place("eu")).outputs == {"url": "https://eu.shop.test"}
    assert inputs_given(release(ended), ended, place("tell")) == {"at": "https://eu.shop.test"}


def test_an_output_that_the_run_did_not_give_holds_the_activity_and_names_the_expression():
    held = after(started(uses(inputs={"region": "eu"})), ran("eu", outputs={"HOTS": "x"}))
    assert status(held, "eu") is ActivityStatus.ON_HOLD
    assert held.activity(place("eu")).reason == (
        "an output is missing: “url” has no value: pipeline.outputs.HOST is not known. "
        "Did you mean pipeline.outputs.HOTS?"
    )


def test_run_by_hand_it_gives_what_people_type():
    by_hand = DEPLOY.model_copy(update={"pipeline": None, "pipeline_inputs": {}})
    execution = started(uses(inputs={"region": "eu"}), store=by_hand)
    ended = after(execution, done("eu", which="by-hand", outputs={"url": "https://typed.test"}))
    assert ended.activity(place("eu")).outputs == {"url": "https://typed.test"}


def test_an_output_may_come_from_what_people_were_told():
    says = {"inputs": {"a": "1"}, "outputs": ("b",), "output_values": {"b": "{{ inputs.a }}0"}}
    todo = Activity(id="do", name="Do", type=ActivityType.MANUAL, **says)
    ended = after(started(todo), done("do"))
    assert ended.activity(place("do")).outputs == {"b": "10"}


def test_without_a_pipeline_it_is_shown_as_run_by_hand():
    by_hand = DEPLOY.model_copy(update={"pipeline": None, "pipeline_inputs": {}})
    execution = started(uses(inputs={"region": "eu"}), store=by_hand)
    assert kind_of(execution.plan.activities[place("eu")]).word == "Run by hand"


def test_the_place_says_where_it_stands_and_wins_where_it_says_something_itself():
    execution = started(uses("eu", inputs={"region": "eu"}, pipeline="deploy-slowly"), uses("us"))
    eu, us = (execution.plan.activities[place(each)] for each in ("eu", "us"))
    assert (eu.name, eu.pipeline, eu.on_failure) == (
        "Deploy eu",
        "deploy-slowly",
        OnFailure.IGNORE,
    )
    assert us.pipeline == "deploy"
    assert execution.plan.version.process.by_ref[place("us")].pipeline is None, "as it was written"


def test_the_tasks_of_a_manual_activity_are_asked_of_whom_its_roles_mean_here():
    asks = TaskSpec(id="go", name="Go", kind=TaskKind.SIGN_OFF, approvals=Approvals(from_=("qa",)))
    sign = StoreActivity(id="sign", name="Sign", type=ActivityType.MANUAL, tasks=(asks,))
    execution = started(uses("ok", "sign", type=ActivityType.MANUAL), store=sign)
    assert task(execution, "ok").people == QA["qa"]
    assert "qa" in execution.plan.process.roles()
