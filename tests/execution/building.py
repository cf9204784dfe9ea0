"""Processes in a line, and the events that drive them, named as people would say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orchestration.execution.engine import Step, advance, waiting_to_start
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    Elapsed,
    ExecutionAborted,
    ExecutionEvent,
    ExecutionStarted,
    MembersChanged,
    PipelineRunReported,
    RunAdopted,
    TaskDone,
    TaskFailed,
    TaskSignedOff,
)
from orchestration.execution.facts import ReleaseFacts
from orchestration.execution.keys import task_id
from orchestration.execution.model import ManualTask, ProcessExecution
from orchestration.execution.plan import compile_plan
from orchestration.execution.statuses import ActivityStatus, Verdict
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import (
    Activity,
    ActivityType,
    OnFailure,
    Phase,
    Process,
    ProcessVersion,
    phase_of,
)
from orchestration.processes.tasks import Approvals, FormField, TaskKind, TaskSpec
from orchestration.values import ActivityRef, ExecutionId, ProcessId, ReleaseId, UserId

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)
EVENING = NOON + timedelta(hours=6)
OWNER, DANA, ROSA, IVO, STRANGER = (
    UserId(each) for each in ("U0000OWN1", "U000DANA1", "U000ROSA1", "U0000IVO1", "U0STRANGE1")
)
QA = {"qa": (DANA, ROSA, IVO)}


def process(*phases: Phase | Activity, name: str = "Web release") -> Process:
    """Phases as given; bare activities make up one phase, `work`."""
    grouped = tuple(each for each in phases if isinstance(each, Phase))
    loose = tuple(each for each in phases if isinstance(each, Activity))
    if loose:
        grouped = (*grouped, phase("work", *loose))
    return Process(id=ProcessId("web-release"), name=name, owners=(OWNER,), phases=grouped)


def phase(name: str, *activities: Activity, after: tuple[str, ...] = (), **more) -> Phase:
    return Phase(id=name, name=name.title(), depends_on=after, activities=activities, **more)


def pipeline(name: str, *, after: tuple[str, ...] = (), **more) -> Activity:
    return Activity(
        id=name,
        name=name,
        type=ActivityType.AUTOMATED,
        pipeline="run-it",
        depends_on=after,
        **more,
    )


def by_hand(name: str, *, after: tuple[str, ...] = (), **more) -> Activity:
    return Activity(id=name, name=name, type=ActivityType.AUTOMATED, depends_on=after, **more)


def todo(name: str, *, after: tuple[str, ...] = (), **more) -> Activity:
    return Activity(id=name, name=name, type=ActivityType.MANUAL, depends_on=after, **more)


def sign_off(
    name: str, *, needed=1, asks: tuple[str, ...] = ("qa",), after: tuple[str, ...] = (), **more
) -> Activity:
    return manual(name, gate(needed=needed, asks=asks), after=after, **more)


def manual(name: str, *tasks: TaskSpec, after: tuple[str, ...] = (), **more) -> Activity:
    return Activity(
        id=name, name=name, type=ActivityType.MANUAL, tasks=tasks, depends_on=after, **more
    )


def gate(
    name: str = "sign-off",
    *,
    needed=1,
    asks: tuple[str, ...] = ("qa",),
    order="any",
    exclude=(),
    **more,
) -> TaskSpec:
    return TaskSpec(
        id=name,
        name=name,
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=asks, needed=needed, order=order, exclude=exclude),
        **more,
    )


def form(name: str = "form", *fields: FormField, **more) -> TaskSpec:
    return TaskSpec(id=name, name=name, kind=TaskKind.FORM, fields=fields, **more)


def chore(name: str = "do", **more) -> TaskSpec:
    return TaskSpec(id=name, name=name, **more)


HOLD, IGNORE, RETRY, FAIL = OnFailure.HOLD, OnFailure.IGNORE, OnFailure.RETRY, OnFailure.FAIL


def waiting(made: Process) -> ProcessExecution:
    plan = compile_plan(ProcessVersion(process=made, version=1))
    return waiting_to_start(ExecutionId("ex_1"), ReleaseId("re_1"), plan, owner=OWNER)


def start(made: Process, members=QA, *, given: dict[str, str] | None = None) -> Step:
    facts = ReleaseFacts(reference="WEB-12", name="Web", version="4.2", inputs=given or {})
    event = ExecutionStarted(at=NOON, by=OWNER, members=members, facts=facts)
    return advance(waiting(made), event)


def running(
    *phases: Phase | Activity, members=QA, given: dict[str, str] | None = None
) -> ProcessExecution:
    """A release of this process, just started and saved."""
    return start(process(*phases), members, given=given).execution.saved()


def after(execution: ProcessExecution, *events: ExecutionEvent) -> ProcessExecution:
    """The state after these events, saved."""
    for event in events:
        execution = advance(execution, event).execution.saved()
    return execution


def place(name: str) -> ActivityRef:
    return ActivityRef(name if "." in name else f"work.{name}")


def status(execution: ProcessExecution, name: str) -> ActivityStatus:
    return execution.activity(place(name)).status


def task(execution: ProcessExecution, name: str, which: str | None = None) -> ManualTask:
    tasks = execution.tasks_of(place(name))
    return next(each for each in tasks if which is None or each.id.endswith(f"/{which}"))


def begun(execution: ProcessExecution) -> set[str]:
    """The places that are not pending, `work.` left out."""
    return {
        each.ref.removeprefix("work.")
        for each in execution.activities.values()
        if each.status is not ActivityStatus.PENDING
    }


def signed(
    name,
    by=DANA,
    verdict=Verdict.APPROVED,
    *,
    which="sign-off",
    round_=1,
    through="qa",
    at=LATER,
):
    return TaskSignedOff(
        at=at,
        by=by,
        task_id=task_id(ExecutionId("ex_1"), place(name), which),
        round=round_,
        verdict=verdict,
        through=through,
        shown="f00d",
        reason_id="why" if verdict is Verdict.REJECTED else "",
    )


def rejected(name, by=DANA, **more):
    return signed(name, by, Verdict.REJECTED, **more)


def done(name, by=OWNER, *, which="do", round_=1, outputs=None, at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return TaskDone(at=at, by=by, task_id=identity, round=round_, outputs=outputs or {})


def broke(name, by=OWNER, *, round_=1, at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), "by-hand")
    return TaskFailed(at=at, by=by, task_id=identity, round=round_, reason_id="why")


def reported(name, status_=RunStatus.SUCCEEDED, *, attempt=1, at=LATER, **more):
    ref = place(name)
    report = RunReport(key=f"ex_1.{ref}.{attempt}", status=status_, **more)
    return PipelineRunReported(at=at, ref=ref, attempt=attempt, report=report)


def ran(name, **more):
    return reported(name, RunStatus.SUCCEEDED, **more)


def failed(name, **more):
    return reported(name, RunStatus.FAILED, reason="exit code 3", **more)


def goes_on(name, **more):
    return reported(name, RunStatus.RUNNING, **more)


def unheard(name, **more):
    return reported(name, RunStatus.UNKNOWN, reason="nobody heard", **more)


def adopted(name, run_id="4711", *, attempt=1, by=OWNER, at=LATER, link=""):
    return RunAdopted(at=at, by=by, ref=place(name), attempt=attempt, run_id=run_id, link=link)


def retried(name, *, attempt=1, by=OWNER, at=LATER):
    return ActivityRetried(at=at, by=by, ref=place(name), attempt=attempt)


def ignored(name, *, attempt=1, by=OWNER, at=LATER):
    return ActivityIgnored(at=at, by=by, ref=place(name), attempt=attempt, reason_id="why")


def next_try(name, *, attempt=1, at=LATER):
    return Elapsed(at=at, ref=place(name), attempt=attempt, of="next_try")


def timed_out(name, *, attempt=1, at=LATER):
    return Elapsed(at=at, ref=place(name), attempt=attempt)


def aborted(*, by=OWNER, at=LATER):
    return ExecutionAborted(at=at, by=by, reason_id="why")


def now_in(role: str, *people: UserId, at=LATER):
    return MembersChanged(at=at, members={role: people})


def held_in(execution: ProcessExecution, phase_id: str) -> list[ActivityRef]:
    return [
        each.ref
        for each in execution.activities.values()
        if phase_of(each.ref) == phase_id and each.status is ActivityStatus.ON_HOLD
    ]
