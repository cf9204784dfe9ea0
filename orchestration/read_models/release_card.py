"""The living message of a release, and its one sentence for an outsider."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration import words
from orchestration.execution.failing import attempts_again
from orchestration.execution.model import ProcessExecution
from orchestration.execution.statuses import ActivityStatus, WorkKind
from orchestration.processes.model import ProcessVersion, phase_of
from orchestration.read_models.cards import (
    AwaitedLine,
    PhaseLine,
    ReleaseCard,
    ReleaseLine,
    SkippedLine,
)
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ActivityRef

_ORDER = {
    ActivityStatus.ON_HOLD: 0,
    ActivityStatus.WAITING_FOR_INPUT: 1,
    ActivityStatus.RUNNING: 2,
    ActivityStatus.QUEUED: 3,
}
_TO = {
    WorkKind.TODO: "do",
    WorkKind.BY_HAND: "do",
    WorkKind.SIGN_OFF: "sign",
    WorkKind.FORM: "fill in",
    WorkKind.FINALISE: "finalise",
}
_ENDED = {
    ReleaseStatus.SUCCEEDED: "succeeded",
    ReleaseStatus.PARTIALLY_SUCCEEDED: "succeeded in part",
    ReleaseStatus.ABORTED: "was aborted",
    ReleaseStatus.FAILED: "failed",
}


def release_card(
    release: Release,
    version: ProcessVersion,
    execution: ProcessExecution | None,
    texts: Mapping[str, str],
) -> ReleaseCard:
    awaited = _awaited(execution) if execution else ()
    settled, total = progress(version, execution)
    return ReleaseCard(
        release_id=release.id,
        reference=release.reference,
        title=release.title,
        status=release.status,
        waiting_for_input=waits_for_input(execution),
        sentence=sentence(release, version, execution),
        owner=release.owner,
        phases=tuple(_phase_line(phase.id, version, execution) for phase in version.process.phases),
        awaited=awaited,
        skipped=_skipped(execution) if execution else (),
        inputs=tuple(sorted(release.inputs.items())),
        process_name=version.process.name,
        process_version=version.version,
        scheduled_for=release.scheduled_for,
        started_at=release.started_at,
        ended_at=release.ended_at,
        settled=settled,
        total=total,
        ended_by=execution.ended_by if execution else release.ended_by,
        ended_reason=texts.get(execution.reason_id if execution else release.reason_id, ""),
    )


def release_line(
    release: Release, version: ProcessVersion, execution: ProcessExecution | None
) -> ReleaseLine:
    return ReleaseLine(
        release_id=release.id,
        reference=release.reference,
        title=release.title,
        status=release.status,
        waiting_for_input=waits_for_input(execution),
        sentence=sentence(release, version, execution),
        scheduled_for=release.scheduled_for,
    )


def waits_for_input(execution: ProcessExecution | None) -> bool:
    """True when a running release needs a person: it is shown as *waiting for input*."""
    if execution is None or execution.status.ended:
        return False
    tallies = (execution.tally(each) for each in execution.plan.phase_activities)
    return any(each.waiting or each.on_hold for each in tallies)


def progress(version: ProcessVersion, execution: ProcessExecution | None) -> tuple[int, int]:
    """Settled and all activities; what is skipped is neither."""
    total = len(version.process.activities())
    if execution is None:
        return 0, total
    tallies = [execution.tally(each) for each in execution.plan.phase_activities]
    skipped = sum(each.skipped for each in tallies)
    return sum(each.settled for each in tallies) - skipped, total - skipped


def sentence(release: Release, version: ProcessVersion, execution: ProcessExecution | None) -> str:
    """Where the release is, who is awaited since when, and what comes next (section 5)."""
    title = words.quote(release.title)
    if execution is None:
        if release.status is not ReleaseStatus.SCHEDULED:
            return f"{title} {_ENDED.get(release.status, release.status.value)}."
        when = f" for {words.moment(release.scheduled_for)}" if release.scheduled_for else ""
        return f"{title}: planned{when}, not started. {words.person(release.owner)} owns it."
    if release.status.ended and release.ended_at and release.started_at:
        took = words.lasting(release.ended_at - release.started_at)
        return f"{title} {_ENDED[release.status]} {took}.{_failure(execution)}"
    settled, total = progress(version, execution)
    percent = 100 * settled // total if total else 100
    active = _active(execution)
    phases = dict.fromkeys(phase_of(each) for each in active)
    names = [version.process.phases_by_id[each].name for each in phases]
    where = f", in {words.listed(words.quote(each, 60) for each in names[:2])}" if names else ""
    said = [f"{title}: {percent} %{where}."]
    said.extend(_waiting(execution, active))
    said.extend(_begin_later(execution))
    following = _next(execution, active)
    if following:
        said.append(f"Then {words.quote(following, 80)}.")
    return " ".join(said)


def _failure(execution: ProcessExecution) -> str:
    """Whose failure ended it, and why."""
    ref = execution.failed_by
    if ref is None:
        return ""
    name = words.quote(execution.plan.activities[ref].name, 80)
    return f" “{name}” failed: {words.quote(execution.activity(ref).reason)}."


def _active(execution: ProcessExecution) -> list[ActivityRef]:
    active = [each.ref for each in execution.activities.values() if each.status.active]
    order = {ref: n for n, ref in enumerate(execution.plan.activities)}
    return sorted(active, key=lambda ref: (_ORDER[execution.activity(ref).status], order[ref]))


def _waiting(execution: ProcessExecution, active: list[ActivityRef]) -> list[str]:
    """The one thing that most needs a word, and how much else there is."""
    if not active:
        return []
    ref = active[0]
    activity = execution.activity(ref)
    name = words.quote(execution.plan.activities[ref].name, 80)
    since = words.moment(activity.started_at) if activity.started_at else ""
    if activity.status is ActivityStatus.ON_HOLD:
        held = words.moment(activity.ended_at) if activity.ended_at else since
        first = f"“{name}” has been on hold since {held}: {words.quote(activity.reason)}."
        first += f" {words.person(execution.owner)} decides."
    elif activity.status is ActivityStatus.WAITING_FOR_INPUT:
        open_tasks = [task for task in execution.tasks_of(ref) if task.open]
        missing = dict.fromkeys(who for task in open_tasks for who in task.missing)
        roles = dict.fromkeys(each for task in open_tasks for each in task.asked_as)
        asked = words.listed(words.quote(each, 40) for each in roles)
        who = words.people(missing, most=4)
        kinds = {task.kind for task in open_tasks}
        to = _TO[kinds.pop()] if len(kinds) == 1 else "do"
        first = f"Waiting for {asked + ' ' if asked else ''}{who} to {to} “{name}” since {since}."
    elif activity.next_try_at is not None:
        tries = f"{activity.tries} of {attempts_again(execution, ref)}"
        first = f"“{name}” failed: {words.quote(activity.reason)}."
        first += f" Next try {words.moment(activity.next_try_at)} ({tries})."
    else:
        first = f"“{name}” has been {activity.status.value} since {since}."
    if len(active) == 1:
        return [first]
    return [
        first,
        f"{words.count(len(active) - 1, 'other activity', 'other activities')} under way.",
    ]


def _begin_later(execution: ProcessExecution) -> list[str]:
    """The phase whose time comes first, of those that wait for nothing else."""
    if not execution.held_until or execution.failed_by is not None:
        return []
    begins_at, phase = min((at, phase) for phase, at in execution.held_until.items())
    name = execution.plan.version.process.phases_by_id[phase].name
    return [f"“{words.quote(name, 80)}” starts {words.moment(begins_at)}."]


def _next(execution: ProcessExecution, active: list[ActivityRef]) -> str:
    plan = execution.plan
    for ref in active:
        if plan.successors[ref]:
            return plan.activities[plan.successors[ref][0]].name
    for ref in active:
        for phase in plan.phase_successors[phase_of(ref)]:
            if plan.entries[phase]:
                return plan.activities[plan.entries[phase][0]].name
    return ""


def _awaited(execution: ProcessExecution) -> tuple[AwaitedLine, ...]:
    return tuple(_awaited_line(execution, ref) for ref in _active(execution))


def _awaited_line(execution: ProcessExecution, ref: ActivityRef) -> AwaitedLine:
    activity = execution.activity(ref)
    tasks = [task for task in execution.tasks_of(ref) if task.open]
    return AwaitedLine(
        name=execution.plan.activities[ref].name,
        status=activity.status,
        people=(
            (execution.owner,)
            if activity.status is ActivityStatus.ON_HOLD
            else tuple(dict.fromkeys(who for task in tasks for who in task.missing))
        ),
        asked_as=tuple(dict.fromkeys(each for task in tasks for each in task.asked_as)),
        since=(
            activity.ended_at if activity.status is ActivityStatus.ON_HOLD else activity.started_at
        ),
        detail=activity.reason,
        next_try_at=activity.next_try_at,
        tries=(activity.tries, attempts_again(execution, ref)),
    )


def _skipped(execution: ProcessExecution) -> tuple[SkippedLine, ...]:
    """What was left out, and why; of a phase that was, its name stands for all in it."""
    plan = execution.plan
    lines: dict[str, SkippedLine] = {}
    for phase in plan.version.process.phases:
        if not execution.tally(phase.id).skipped:
            continue
        whole = phase_status(execution, phase.id) is ActivityStatus.SKIPPED
        for ref in plan.phase_activities[phase.id]:
            activity = execution.activity(ref)
            if activity.status is ActivityStatus.SKIPPED:
                name = phase.name if whole else plan.activities[ref].name
                about = phase.id if whole else ref
                lines.setdefault(about, SkippedLine(name=name, reason=activity.reason))
    return tuple(lines.values())


def _phase_line(
    phase_id: str, version: ProcessVersion, execution: ProcessExecution | None
) -> PhaseLine:
    phase = version.process.phases_by_id[phase_id]
    total = len(phase.activities)
    if execution is None:
        return PhaseLine(name=phase.name, status=ActivityStatus.PENDING, settled=0, total=total)
    tally = execution.tally(phase_id)
    return PhaseLine(
        name=phase.name,
        status=phase_status(execution, phase_id),
        settled=tally.settled - tally.skipped,
        total=total - tally.skipped,
        begins_at=None if execution.status.ended else execution.held_until.get(phase_id),
    )


def phase_status(execution: ProcessExecution, phase_id: str) -> ActivityStatus:
    """A phase's status, derived from its activities."""
    tally = execution.tally(phase_id)
    if tally.failed:
        return ActivityStatus.FAILED
    if tally.aborted:
        return ActivityStatus.ABORTED
    if execution.phase_settled(phase_id):
        if tally.skipped and tally.skipped == tally.settled:
            return ActivityStatus.SKIPPED
        ended = execution.phase_started(phase_id)
        return ActivityStatus.SUCCEEDED if ended else ActivityStatus.PENDING
    if execution.status.ended:  # aborted or failed: nothing in it goes on
        return ActivityStatus.ABORTED if tally.settled else ActivityStatus.PENDING
    if tally.on_hold:
        return ActivityStatus.ON_HOLD
    if tally.waiting and tally.waiting == tally.active:
        return ActivityStatus.WAITING_FOR_INPUT
    return ActivityStatus.RUNNING if tally.active or tally.settled else ActivityStatus.PENDING
