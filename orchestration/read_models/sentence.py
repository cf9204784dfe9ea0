"""One sentence for an outsider: where a release is, who is awaited, what comes next, when it ends.

product.md section 5: “PAY-142 Payments 1.42 rc 2: 62 %, in Validation. Waiting for QA lead @Dana
since 14:05 (due 16:00). Then Deploy EU. Expected end 17:40, 40 min late.”
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from orchestration import words
from orchestration.execution.flow.failing import attempts_again
from orchestration.execution.forecast import Forecast, forecast, percent_done
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, WorkKind
from orchestration.execution.tasks.deciders import asked_about_turn, asked_to_decide
from orchestration.processes.model import ProcessVersion, phase_of
from orchestration.read_models.freeze_card import frozen_by
from orchestration.read_models.nesting import (
    NONE_INSIDE,
    Children,
    UnderWay,
    at_work,
    under_way,
)
from orchestration.read_models.pause import paused_by
from orchestration.read_models.turn_card import NO_QUEUES, Queues, lines_waiting
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ActivityRef

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
    ReleaseStatus.SKIPPED: "was left out",
    ReleaseStatus.MISSED: "was missed: its time passed and nobody started it",
}


def sentence(
    release: Release,
    version: ProcessVersion,
    execution: ProcessExecution | None,
    foretold: Forecast | None = None,
    children: Children = NONE_INSIDE,
    queues: Queues = NO_QUEUES,
) -> str:
    """Where the release is, who is awaited since when, what comes next, and when it will end."""
    title = words.quote(release.title)
    if execution is None:
        return _not_begun(release)
    if release.status.ended and release.ended_at and release.started_at:
        took = words.lasting(release.ended_at - release.started_at)
        return f"{title} {_ENDED[release.status]} {took}.{_failure(execution)}"
    active = [each.ref for each in under_way(execution, children) if not each.depth]
    phases = dict.fromkeys(phase_of(each) for each in active)
    names = [version.process.phases_by_id[each].name for each in phases]
    where = f", in {words.listed(words.quote(each, 60) for each in names[:2])}" if names else ""
    said = [f"{title}: {percent_done(execution, children)} %{where}."]
    said.extend(paused_by(execution))
    said.extend(frozen_by(release, execution))
    said.extend(_waiting(at_work(execution, children)))
    said.extend(_begin_later(execution))
    said.extend(_in_turn(execution, queues))
    following = _next(execution, active, foretold)
    if following:
        said.append(f"Then {words.quote(following, 80)}.")
    if foretold and not execution.paused and not execution.frozen:
        said.append(_end(release, foretold))
    return " ".join(said)


def _not_begun(release: Release) -> str:
    title, owner = words.quote(release.title), words.person(release.owner)
    planned = words.moment(release.scheduled_for) if release.scheduled_for else ""
    if release.is_due:
        return f"{title} was to start {planned}. It waits for {owner} to start it."
    match release.status:
        case ReleaseStatus.DRAFT:
            return f"{title}: a draft without a time, not started. {owner} owns it."
        case ReleaseStatus.SCHEDULED:
            return f"{title}: planned for {planned}, not started. {owner} owns it."
        case _:
            return f"{title} {_ENDED.get(release.status, release.status.value)}."


def foretold_of(
    execution: ProcessExecution | None, now: datetime, children: Children = NONE_INSIDE
) -> Forecast | None:
    """None where nothing runs, or where the durations do not say."""
    return forecast(execution, now, children) if execution else None


def late_by(release: Release, foretold: Forecast | None) -> timedelta | None:
    """How much later than was expected at its start; None where that is less than a minute."""
    if foretold is None or release.expected_end is None:
        return None
    late = foretold.ends_at - release.expected_end
    return late if late >= timedelta(minutes=1) else None


def _end(release: Release, foretold: Forecast) -> str:
    late = late_by(release, foretold)
    said = f", {words.length(late)} late" if late else ""
    return f"Expected end {words.moment(foretold.ends_at)}{said}."


def _failure(execution: ProcessExecution) -> str:
    """Whose failure ended it, and why."""
    ref = execution.failed_by
    if ref is None:
        return ""
    name = words.quote(execution.plan.activities[ref].name, 80)
    return f" “{name}” failed: {words.quote(execution.activity(ref).reason)}."


def _due(tasks: Sequence[ManualTask]) -> str:
    """Of several, the one that is due first."""
    due = [each.due_at for each in tasks if each.due_at is not None]
    return f" (due {words.moment(min(due))})" if due else ""


def _waiting(active: list[UnderWay]) -> list[str]:
    """The one thing that most needs a word, and how much else there is."""
    if not active:
        return []
    first_one = active[0]
    execution, ref = first_one.execution, first_one.ref
    activity = execution.activity(ref)
    name = words.quote(" › ".join(first_one.path), 120 if first_one.depth else 80)
    since = words.moment(activity.started_at) if activity.started_at else ""
    if activity.status is ActivityStatus.ON_HOLD:
        held = words.moment(activity.ended_at) if activity.ended_at else since
        first = f"“{name}” has been on hold since {held}: {words.quote(activity.reason)}."
        first += f" {words.people(asked_to_decide(execution, activity), most=4)} decides."
    elif activity.status is ActivityStatus.WAITING_FOR_INPUT:
        open_tasks = [task for task in execution.tasks_of(ref) if task.open]
        missing = dict.fromkeys(who for task in open_tasks for who in task.missing)
        roles = dict.fromkeys(each for task in open_tasks for each in task.asked_as)
        asked = words.listed(words.quote(each, 40) for each in roles)
        who = words.people(missing, most=4)
        kinds = {task.kind for task in open_tasks}
        to = _TO[kinds.pop()] if len(kinds) == 1 else "do"
        first = f"Waiting for {asked + ' ' if asked else ''}{who} to {to} “{name}” since {since}"
        first += f"{_due(open_tasks)}."
        if not open_tasks and activity.inside:
            first = f"“{name}” is done once the process started from it has ended."
        elif not open_tasks:
            first = f"The files given for “{name}” are being copied."
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


def _in_turn(execution: ProcessExecution, queues: Queues) -> list[str]:
    """Each phase that waits for others, in the order of the process; the first two in full."""
    phases = [each for each in execution.plan.phase_activities if each in execution.turns]
    waiting = [(each, lines_waiting(execution, each, queues)) for each in phases]
    shown = [(phase, lines) for phase, lines in waiting if lines]
    said: list[str] = []
    for phase, lines in shown[:2]:
        name = words.quote(execution.plan.name_of(phase), 80)
        verb = "is" if execution.turns[phase].queues else "waits for"
        said.append(f"“{name}” {verb} {'; '.join(lines)}.")
        if execution.turns[phase].asks:
            asked = asked_about_turn(execution, phase)
            who, verb = words.people(asked, most=4), "decides" if len(asked) == 1 else "decide"
            said.append(f"{who} {verb} whether it goes on.")
    if len(shown) > 2:
        said.append(f"{words.count(len(shown) - 2, 'other phase')} waiting for others.")
    return said


def _next(execution: ProcessExecution, active: list[ActivityRef], foretold: Forecast | None) -> str:
    """What follows the first of these that something follows; if it can, on the longest way."""
    plan = execution.plan
    longest = set(foretold.critical) if foretold else set[ActivityRef]()
    for ref in active:
        if following := plan.successors[ref]:
            return plan.activities[_rather(following, longest)].name
    for ref in active:
        for phase in plan.phase_successors[phase_of(ref)]:
            if entries := plan.entries[phase]:
                return plan.activities[_rather(entries, longest)].name
    return ""


def _rather(refs: Sequence[ActivityRef], longest: Collection[ActivityRef]) -> ActivityRef:
    return next((each for each in refs if each in longest), refs[0])
