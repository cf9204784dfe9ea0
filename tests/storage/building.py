"""Small values that storage tests are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orchestration.catalogue.model import StoreActivity
from orchestration.execution.engine import advance, waiting_to_start
from orchestration.execution.events import ExecutionStarted
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import compile_plan
from orchestration.processes.draft import Draft
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, ActivityType, Phase, Process, ProcessVersion
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.releases.model import Release
from orchestration.values import (
    ChannelId,
    DraftId,
    ExecutionId,
    ProcessId,
    ReleaseId,
    UserId,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ANA, BEN, CLEO, DAN = (UserId(each) for each in ("U0000ANA", "U0000BEN", "U000CLEO", "U0000DAN"))
RELEASES = ChannelId("C0RELEASES")


class SettableClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> datetime:
        self.at += by
        return self.at


def manual(name: str, *, role: str = "qa", depends_on: tuple[str, ...] = (), needed: int = 1):
    task = TaskSpec(
        id="sign",
        name=f"Sign {name}",
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=(role,), needed=needed),
    )
    return Activity(
        id=name, name=name, type=ActivityType.MANUAL, depends_on=depends_on, tasks=(task,)
    )


def automated(name: str, *, depends_on: tuple[str, ...] = ()) -> Activity:
    return Activity(
        id=name, name=name, type=ActivityType.AUTOMATED, pipeline="build", depends_on=depends_on
    )


WEB = Process(
    id=ProcessId("web-release"),
    name="Web release",
    owners=("release manager",),
    phases=(
        Phase(id="test", name="Test", activities=(automated("build"), manual("qa", needed=2))),
        Phase(id="ship", name="Ship", depends_on=("test",), activities=(manual("go"),)),
    ),
)

DEPLOY = StoreActivity(
    id="deploy-service",
    name="Deploy service",
    type=ActivityType.AUTOMATED,
    description="Roll a version out to one region.",
    tags=("deploy",),
    team="platform",
    inputs=(
        InputSpec(name="region", type=InputType.CHOICE, allowed_values=("eu", "us")),
        InputSpec(name="replicas", type=InputType.NUMBER, default=2, required=False),
    ),
    outputs=("url",),
    output_values={"url": "{{ pipeline.outputs.SERVICE_URL }}"},
    pipeline="deploy",
    pipeline_inputs={"REGION": "{{ inputs.region }}", "REPLICAS": "{{ inputs.replicas }}"},
)


def started(
    process: Process = WEB, *, execution: str = "ex_1", version: int = 1
) -> ProcessExecution:
    plan = compile_plan(ProcessVersion(process=process, version=version))
    waiting = waiting_to_start(
        ExecutionId(execution), ReleaseId(f"re_{execution}"), plan, owner=DAN
    )
    members = {"qa": (ANA, BEN), "release manager": (DAN,)}
    facts = ReleaseFacts(reference="WEB-1", version="4.2", inputs={"region": "eu"})
    event = ExecutionStarted(at=NOON, by=DAN, members=members, facts=facts)
    return advance(waiting, event).execution


def release(name: str = "re_1", reference: str = "WEB-1", **more) -> Release:
    return Release(
        **{
            "id": ReleaseId(name),
            "reference": reference,
            "name": "Web",
            "version": "4.2",
            "process_id": WEB.id,
            "process_version": 1,
            "owner": DAN,
            "channel": RELEASES,
            "created_by": DAN,
            "created_at": NOON,
        }
        | more
    )


def draft(name: str = "dr_1") -> Draft:
    return Draft(id=DraftId(name), channel=RELEASES, by=DAN, created_at=NOON, text_id="tx_1")
