"""Processes in a line, and the events that drive them, named as people would say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from orchestration.execution.engine import Step, advance, waiting_to_start
from orchestration.execution.events import (
    ActivityIgnored,
    ActivityRetried,
    ActivitySkipped,
    ApprovalUndone,
    Elapsed,
    EvidenceGiven,
    EvidenceKept,
    EvidenceLost,
    ExecutionAborted,
    ExecutionEvent,
    ExecutionPaused,
    ExecutionResumed,
    ExecutionStarted,
    MembersChanged,
    PipelineRunReported,
    ProcessStarted,
    Redone,
    RetriedByProcess,
    RunAdopted,
    RunAsked,
    SignedEarly,
    SignOffWithdrawn,
    SkipWithdrawn,
    Snoozed,
    SubprocessEnded,
    TaskAdded,
    TaskBlocked,
    TaskCommented,
    TaskDone,
    TaskEdited,
    TaskFailed,
    TaskReopened,
    TaskSignedOff,
    TaskSkipped,
    TaskTaken,
    TaskWithdrawn,
    TurnOverruled,
    TurnSeen,
)
from orchestration.execution.state.activity_execution import StandIn
from orchestration.execution.state.attached import Evidence
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.keys import started_id, task_id
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import compile_plan
from orchestration.execution.state.started_process import StartedProcess
from orchestration.execution.state.statuses import ActivityStatus, ExecutionStatus, Verdict
from orchestration.execution.state.turn import Standing, WaitedFor
from orchestration.pipelines.model import RunReport, RunStatus
from orchestration.processes.model import (
    Activity,
    ActivityType,
    OnFailure,
    Phase,
    Process,
    ProcessVersion,
    Subprocess,
    phase_of,
)
from orchestration.processes.tasks import Approvals, FormField, TaskKind, TaskSpec
from orchestration.values import ActivityRef, ExecutionId, ProcessId, ReleaseId, UserId

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)
DAY = timedelta(days=1)
EVENING = NOON + timedelta(hours=6)
AT_ONCE = timedelta(0)
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


def runs(
    name: str, of: str, *, version: int | None = None, after: tuple[str, ...] = (), **more
) -> Activity:
    """An activity that runs another process."""
    wanted = Subprocess(id=ProcessId(of), version=version)
    kind = ActivityType.SUBPROCESS
    return Activity(id=name, name=name, type=kind, process=wanted, depends_on=after, **more)


def by_hand(name: str, *, after: tuple[str, ...] = (), **more) -> Activity:
    return Activity(id=name, name=name, type=ActivityType.AUTOMATED, depends_on=after, **more)


def todo(name: str, *, after: tuple[str, ...] = (), **more) -> Activity:
    return Activity(id=name, name=name, type=ActivityType.MANUAL, depends_on=after, **more)


def sign_off(
    name: str,
    *,
    needed=1,
    asks: tuple[str, ...] = ("qa",),
    after: tuple[str, ...] = (),
    undo: timedelta | None = AT_ONCE,
    **more,
) -> Activity:
    signs = gate(needed=needed, asks=asks, undo=undo)
    return manual(name, signs, after=after, **more)


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
    undo=AT_ONCE,
    **more,
) -> TaskSpec:
    """Where nobody says otherwise, what it opens onto begins at once."""
    return TaskSpec(
        id=name,
        name=name,
        kind=TaskKind.SIGN_OFF,
        approvals=Approvals(from_=asks, needed=needed, order=order, exclude=exclude),
        undo=undo,
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


def changes(execution: ProcessExecution, event: ExecutionEvent) -> bool:
    return advance(execution, event).execution is not execution


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
    shown="f00d",
    at=LATER,
):
    return TaskSignedOff(
        at=at,
        by=by,
        task_id=task_id(ExecutionId("ex_1"), place(name), which),
        round=round_,
        verdict=verdict,
        through=through,
        shown=shown,
        reason_id="why" if verdict is Verdict.REJECTED else "",
    )


def signed_early(name, by=DANA, *, which="sign-off", round_=1, at=LATER, shown="f00d"):
    """Before its activity is reached."""
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return SignedEarly(
        at=at,
        by=by,
        ref=place(name),
        task_id=identity,
        round=round_,
        through="qa",
        shown=shown,
    )


def rejected(name, by=DANA, **more):
    return signed(name, by, Verdict.REJECTED, **more)


def undone(name, by=DANA, *, which="sign-off", round_=1, number=0, at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return ApprovalUndone(at=at, by=by, task_id=identity, round=round_, number=number)


def asked_for(name, *, attempt=1, at=LATER):
    return RunAsked(at=at, ref=place(name), attempt=attempt)


def withdrawn(name, by=DANA, *, which="sign-off", round_=1, number=0, at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return SignOffWithdrawn(at=at, by=by, task_id=identity, round=round_, number=number)


def done(name, by=OWNER, *, which="do", round_=1, outputs=None, at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return TaskDone(at=at, by=by, task_id=identity, round=round_, outputs=outputs or {})


def broke(name, by=OWNER, *, round_=1, at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), "by-hand")
    return TaskFailed(at=at, by=by, task_id=identity, round=round_, reason_id="why")


def about(name, by, which, round_, at):
    """What every event of a task says."""
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return {"at": at, "by": by, "task_id": identity, "round": round_}


def taken(name, by=OWNER, *, which="do", round_=1, at=LATER):
    return TaskTaken(**about(name, by, which, round_, at))


def blocked(name, by=OWNER, *, which="do", round_=1, at=LATER, why="why"):
    return TaskBlocked(**about(name, by, which, round_, at), reason_id=why)


def reopened(name, by=OWNER, *, which="do", round_=1, at=LATER):
    return TaskReopened(**about(name, by, which, round_, at))


def added(name, spec, by=OWNER, *, attempt=1, at=LATER, members=None):
    known = {each: (UserId(each),) for each in spec.people()} if members is None else members
    return TaskAdded(at=at, by=by, ref=place(name), attempt=attempt, spec=spec, members=known)


def edited(name, spec, by=OWNER, *, round_=1, at=LATER, members=None):
    known = {each: (UserId(each),) for each in spec.people()} if members is None else members
    return TaskEdited(**about(name, by, spec.id, round_, at), spec=spec, members=known)


def task_withdrawn(name, which, by=OWNER, *, round_=1, at=LATER):
    return TaskWithdrawn(**about(name, by, which, round_, at))


def filled_in(name, *, which="form", by=OWNER, round_=1, at=LATER, **files):
    """A form whose answers are files."""
    return TaskDone(**about(name, by, which, round_, at), files=files)


def commented(name, by=OWNER, *, which="do", round_=1, at=LATER, text="text"):
    return TaskCommented(**about(name, by, which, round_, at), text_id=text)


def given_as_evidence(name, by=OWNER, *, which="do", round_=1, at=LATER, file="F1"):
    evidence = Evidence(id=f"given.{file}", by=by, at=at, round=round_, file=file)
    return EvidenceGiven(**about(name, by, which, round_, at), evidence=(evidence,))


def copied(name, id_, *, which="do", at=LATER, sha256="f00d"):
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    content = {"name": "report.pdf", "size": 7, "sha256": sha256}
    return EvidenceKept(at=at, task_id=identity, id=id_, **content)


def not_copied(name, id_, *, which="do", at=LATER):
    identity = task_id(ExecutionId("ex_1"), place(name), which)
    return EvidenceLost(at=at, task_id=identity, id=id_, why="it is gone")


def left_out(name, by=OWNER, *, which="do", round_=1, at=LATER):
    return TaskSkipped(**about(name, by, which, round_, at), reason_id="why")


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


def lost(name, **more):
    """It had started, and cannot be seen any more."""
    return reported(name, RunStatus.UNKNOWN, reason="the token has ended", lost=True, **more)


def adopted(name, run_id="4711", *, attempt=1, by=OWNER, at=LATER, link=""):
    return RunAdopted(at=at, by=by, ref=place(name), attempt=attempt, run_id=run_id, link=link)


def ended_inside(execution, name, how=ExecutionStatus.SUCCEEDED, *, at=LATER, **more):
    """The process that this activity runs now has ended."""
    child = execution.activity(place(name)).child or ExecutionId("ex_2")
    return SubprocessEnded(at=at, ref=place(name), child=child, status=how, **more)


def by_process(name, process="mend", *, attempt=1, by=OWNER, at=LATER, version=1, inputs=None):
    """A person has this process do what the activity could not."""
    other = StandIn(process=ProcessId(process), version=version, inputs=inputs or {})
    return RetriedByProcess(at=at, by=by, ref=place(name), attempt=attempt, stand_in=other)


def process_started(name, *, by=OWNER, which="do", round_=1, at=LATER, of="hotfix", key="k"):
    """Somebody runs a process beside a task."""
    started = StartedProcess(
        task_id=task_id(ExecutionId("ex_1"), place(name), which),
        child=started_id(ExecutionId("ex_1"), key),
        process=ProcessId(of),
        version=1,
        name=of.title(),
        by=by,
        at=at,
    )
    return ProcessStarted(at=at, by=by, round=round_, started=started)


def ended_beside(event, name, how=ExecutionStatus.SUCCEEDED, *, at=LATER, reason=""):
    """The process of such an event has ended."""
    child = event.started.child
    return SubprocessEnded(at=at, ref=place(name), child=child, status=how, reason=reason)


def retried(name, *, attempt=1, by=OWNER, at=LATER):
    return ActivityRetried(at=at, by=by, ref=place(name), attempt=attempt)


def ignored(name, *, attempt=1, by=OWNER, at=LATER):
    return ActivityIgnored(at=at, by=by, ref=place(name), attempt=attempt, reason_id="why")


def skipped(name, *, attempt=1, by=OWNER, at=LATER):
    return ActivitySkipped(at=at, by=by, ref=place(name), attempt=attempt, reason_id="why")


def not_skipped(name, *, attempt=0, by=OWNER, at=LATER):
    return SkipWithdrawn(at=at, by=by, ref=place(name), attempt=attempt)


def redone(name, *, candidate=2, by=OWNER, at=LATER):
    return Redone(at=at, by=by, ref=place(name), candidate=candidate, reason_id="why")


def awaited(standing=Standing.WELL, said="ledger.production", **more):
    """A phase of another release, as it stands."""
    return WaitedFor(said=said, standing=standing, title="LED-2 Ledger 1.4", **more)


def seen(name, *waits_for, holds_all=True, attempt=1, at=LATER):
    """Somebody looked at what a phase waits for."""
    return TurnSeen(at=at, phase=name, attempt=attempt, waits_for=waits_for, holds_all=holds_all)


def overruled(name, *, attempt=1, by=OWNER, at=LATER):
    return TurnOverruled(at=at, by=by, phase=name, attempt=attempt, reason_id="why")


def next_try(name, *, attempt=1, at=LATER):
    return Elapsed(at=at, ref=place(name), attempt=attempt, of="next_try")


def timed_out(name, *, attempt=1, at=LATER):
    return Elapsed(at=at, ref=place(name), attempt=attempt)


def took_long(name, *, attempt=1, at=LATER):
    return Elapsed(at=at, ref=place(name), attempt=attempt, of="expected_end")


def time_came(execution, name, of="reminder", *, at=None, number=0, which=None):
    """The time of a deadline of its open task (`which`), or of its hold, or a day from noon."""
    tasks = [x for x in execution.tasks_of(place(name)) if x.open and x.deadline]
    asked = next((x for x in tasks if which is None or x.id.endswith(f"/{which}")), None)
    of_hold = execution.activity(place(name))
    deadline = asked.deadline if asked else of_hold.deadline
    return Elapsed(
        at=at or (deadline.due_at if deadline else NOON + DAY),
        ref=place(name),
        attempt=asked.round if asked else of_hold.attempt,
        of=of,
        task_id=asked.id if asked else None,
        number=number,
        deadline_at=deadline.due_at if deadline else NOON + DAY,
    )


def put_off(execution, name, *, by=DANA, until=EVENING, at=LATER):
    """*Remind me later* on its open task, or on its hold."""
    asked = next((x for x in execution.tasks_of(place(name)) if x.open), None)
    return Snoozed(
        at=at,
        by=by,
        ref=place(name),
        attempt=asked.round if asked else execution.activity(place(name)).attempt,
        until=until,
        task_id=asked.id if asked else None,
    )


def snooze_over(event: Snoozed, *, at=None):
    return Elapsed(
        at=at or event.until,
        ref=event.ref,
        attempt=event.attempt,
        of="snooze",
        task_id=event.task_id,
        person=event.by,
        deadline_at=event.until,
    )


def aborted(*, by=OWNER, at=LATER):
    return ExecutionAborted(at=at, by=by, reason_id="why")


def paused(*, by=OWNER, at=LATER, line_stopped=False):
    return ExecutionPaused(at=at, by=by, reason_id="why", line_stopped=line_stopped)


def resumed(*, by=OWNER, at=EVENING):
    return ExecutionResumed(at=at, by=by)


def now_in(role: str, *people: UserId, at=LATER):
    return MembersChanged(at=at, members={role: people})


def held_in(execution: ProcessExecution, phase_id: str) -> list[ActivityRef]:
    return [
        each.ref
        for each in execution.activities.values()
        if phase_of(each.ref) == phase_id and each.status is ActivityStatus.ON_HOLD
    ]
