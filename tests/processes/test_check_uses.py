"""What `uses` of the activity store is held to before a process is published."""

import pytest

from orchestration.catalogue.expanding import Store
from orchestration.catalogue.model import StoreActivity, StoreVersion
from orchestration.processes.checks.check import check_process
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import ProcessId, UserId
from tests.storage.building import DEPLOY

SIGN = StoreActivity(
    id="sign-off",
    name="Sign off",
    type=ActivityType.MANUAL,
    tasks=(TaskSpec(id="s", name="S", kind=TaskKind.SIGN_OFF, approvals=Approvals(from_=("qa",))),),
)
STORE = Store(
    found={
        "deploy-service": StoreVersion(activity=DEPLOY, version=3),
        "deploy-service@2": StoreVersion(activity=DEPLOY, version=2),
        "sign-off": StoreVersion(activity=SIGN, version=1),
    },
    latest={"deploy-service": 3, "sign-off": 1},
)


def deploys(**says) -> Activity:
    place = {"id": "eu", "name": "EU", "type": "automated", "uses": "deploy-service"}
    return Activity.model_validate(place | says)


def process(*activities: Activity, **says) -> Process:
    phase = Phase(id="ship", name="Ship", activities=activities, **says)
    return Process(id=ProcessId("web"), name="Web", phases=(phase,))


def said(of: Process, store: Store | None = STORE, pipelines=("deploy",)) -> list[str]:
    found = check_process(
        of,
        members_of=lambda role: (UserId("U0000ANA"),) if role == "release manager" else (),
        pipelines=pipelines,
        store=store,
    )
    return [str(each) for each in found]


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        (
            {"uses": "deploy-servise"},
            (
                "Ship › EU: uses “deploy-servise”, which is not in the store. "
                "Did you mean “deploy-service”?"
            ),
        ),
        (
            {"uses": "deploy-service@7"},
            (
                "Ship › EU: uses version 7 of “deploy-service”, which does not exist. "
                "Its latest version is 3."
            ),
        ),
        (
            {"type": "manual"},
            (
                "Ship › EU: is manual, and “Deploy service” of the store is automated. "
                "Say type: automated, or use another."
            ),
        ),
        (
            {"inputs": {"regoin": "eu"}},
            (
                "Ship › EU: gives “regoin”, which “Deploy service” does not take. "
                "Did you mean “region”?"
            ),
        ),
        (
            {"inputs": {"region": "asia"}},
            (
                "Ship › EU: gives “region” the value “asia”, which must be one of eu, us. "
                "Correct it: “Deploy service” declares what it takes."
            ),
        ),
        (
            {"if": "inputs.regoin == 'eu'"},
            "Ship › EU: reads inputs.regoin, an input that is not declared. Did you mean “region”?",
        ),
        (
            {"outputs": {"link": "{{ pipeline.output.LINK }}"}},
            (
                "Ship › EU: reads pipeline.output.LINK, which is not known. "
                "Write pipeline.outputs.NAME."
            ),
        ),
    ],
)
def test_a_mistake_in_using_the_store_is_told_with_how_to_mend_it(says, problem):
    assert said(process(deploys(**says))) == [problem]


@pytest.mark.parametrize(
    "says",
    [
        {},  # its required input may come from an input set
        {"uses": "deploy-service@2", "inputs": {"region": "eu", "replicas": "3"}},
        {"inputs": {"region": "{{ release.name }}"}},
        {"if": "inputs.region == 'eu' and inputs.replicas > 1"},
        {"outputs": {"link": "{{ pipeline.outputs.LINK }}/{{ inputs.region }}"}},
    ],
)
def test_what_the_store_declares_is_no_false_alarm(says):
    assert said(process(deploys(**says))) == []


def test_outputs_of_the_store_are_known_to_what_comes_later():
    def later(name: str) -> Process:
        reads = {"note": f"{{{{ phases.ship.activities.eu.outputs.{name} }}}}"}
        after = Activity(id="tell", name="Tell", type="automated", depends_on=("eu",), inputs=reads)
        return process(deploys(), after)

    assert said(later("url")) == []
    (problem,) = said(later("ulr"))
    assert problem.endswith("an output that the activity does not declare. Did you mean “url”?")
    assert said(later("ulr"), store=None) == [], "nobody knows, where the store is not known"


def test_who_signs_and_what_runs_is_checked_as_the_store_says_it():
    sign = Activity(id="s", name="OK", type="manual", uses="sign-off")
    (unbound,) = said(process(sign))
    assert unbound.startswith("Ship › OK: qa must sign, and nobody is bound to that role.")
    own = sign.tasks or (SIGN.tasks[0].model_copy(update={"approvals": None}),)
    asks = Approvals(from_=("release manager",))
    mine = sign.model_copy(update={"tasks": (own[0].model_copy(update={"approvals": asks}),)})
    assert said(process(mine)) == [], "the place in the process wins"
    (gone,) = said(process(deploys()), pipelines=("build",))
    assert gone.startswith("Ship › EU: runs the pipeline “deploy”, which is not in the catalogue.")


def test_a_phases_own_condition_may_read_its_inputs():
    go = InputSpec(name="go", type=InputType.BOOLEAN)
    assert said(process(deploys(), if_="inputs.go", inputs=(go,))) == []
