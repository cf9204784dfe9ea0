"""What somebody is told of work that waits: what it is, who is missing, and by when."""

from __future__ import annotations

from orchestration import words
from orchestration.effects import Remind
from orchestration.effects.obligations import THREAD
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.deadline import Deadline
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus, WorkKind
from orchestration.execution.tasks.deciders import asked_about_turn, asked_to_decide
from orchestration.processes.durations import duration_text
from orchestration.read_models.turn_card import NO_QUEUES, Queues, lines_waiting
from orchestration.releases.model import Release
from orchestration.values import Frozen, UserId

_TO = {
    WorkKind.TODO: "to be done",
    WorkKind.BY_HAND: "to be run by hand",
    WorkKind.SIGN_OFF: "for a sign-off",
    WorkKind.FORM: "to be filled in",
    WorkKind.FINALISE: "to be finalised",
}


class Reminder(Frozen):
    """What is said, and whom the same thing waits for."""

    text: str
    missing: tuple[UserId, ...]


def reminder(
    release: Release, execution: ProcessExecution, effect: Remind, queues: Queues = NO_QUEUES
) -> Reminder | None:
    """None where there is nothing to say any more: done, decided, overtaken, or put off."""
    if execution.status.ended:
        return None
    if effect.ref in execution.turns:
        return _of_turn(release, execution, effect, queues)
    if effect.ref not in execution.plan.activities:
        return None
    if effect.task_id is not None:
        task = execution.tasks.get(effect.task_id)
        if task is None or not task.open or task.round != effect.attempt or not task.deadline:
            return None
        return _of_deadline(effect, task.deadline, task.missing, _task(release, task))
    activity = execution.activity(effect.ref)
    if activity.attempt != effect.attempt:
        return None
    if effect.occasion == "expected_end":
        return _running_long(release, execution, activity)
    if activity.status is not ActivityStatus.ON_HOLD or activity.deadline is None:
        return None
    asked = asked_to_decide(execution, activity)
    return _of_deadline(effect, activity.deadline, asked, _hold(release, execution, activity))


def _of_deadline(
    effect: Remind, deadline: Deadline, missing: tuple[UserId, ...], what: str
) -> Reminder | None:
    if not missing or _is_overtaken(effect, deadline):
        return None
    if effect.occasion in {"reminder", "snooze"} and effect.copy not in missing:
        return None
    late = deadline.overdue_at is not None
    due = f"{'It was due' if late else 'It is due'} {words.moment(deadline.due_at)}."
    who = words.people(missing)
    if effect.occasion == "escalation":
        return Reminder(
            text=f"{what}. {due} Missing: {who}. You are told because it is overdue: "
            "nothing is decided by silence, so please see to it that somebody does.",
            missing=missing,
        )
    said = f"{what}. {due} Missing: {who}."
    if effect.copy == THREAD and deadline.escalated_to:
        said += f" Told as well: {words.people(deadline.escalated_to)}."
    return Reminder(text=said if effect.copy == THREAD else f"Reminder: {said}", missing=missing)


def _is_overtaken(effect: Remind, deadline: Deadline) -> bool:
    if effect.occasion == "snooze":
        return not any(
            each.over and each.person == effect.copy and each.until == effect.deadline_at
            for each in deadline.snoozes
        )
    if effect.deadline_at != deadline.due_at:
        return True
    if effect.occasion == "reminder":
        quiet = deadline.snoozed_until(UserId(effect.copy)) is not None
        return quiet or effect.number < deadline.reminded
    return False


def _task(release: Release, task: ManualTask) -> str:
    name, title = words.quote(task.name), words.quote(release.title)
    return f"“{name}” of {title} waits {_TO[task.kind]}"


def _hold(release: Release, execution: ProcessExecution, activity: ActivityExecution) -> str:
    name = words.quote(execution.plan.activities[activity.ref].name)
    since = f" since {words.moment(activity.ended_at)}" if activity.ended_at else ""
    return (
        f"“{name}” of {words.quote(release.title)} has been on hold{since} and waits for a "
        f"decision: {words.quote(activity.reason)}"
    )


def _of_turn(
    release: Release, execution: ProcessExecution, effect: Remind, queues: Queues
) -> Reminder | None:
    """As of a hold where it asks; who simply waits for long hears that once."""
    turn = execution.turns[effect.ref]
    lines = lines_waiting(execution, effect.ref, queues)
    if turn.attempt != effect.attempt or turn.deadline is None or not lines:
        return None
    name, title = words.quote(execution.plan.name_of(effect.ref)), words.quote(release.title)
    verb = "it is" if turn.queues else "it waits for"
    why = f"{verb} {'; '.join(lines)}"
    asked = asked_about_turn(execution, effect.ref)
    if turn.asks:
        what = f"“{name}” of {title} waits in vain and for a decision: {why}"
        return _of_deadline(effect, turn.deadline, asked, what)
    if effect.occasion != "reminder" or _is_overtaken(effect, turn.deadline):
        return None
    if execution.paused or execution.frozen:
        return None
    said = (
        f"“{name}” of {title} has waited since {words.moment(turn.since)}: {why}. It begins by "
        "itself when that is over. Its card in the release's thread says what can be done."
    )
    return Reminder(text=f"Reminder: {said}", missing=asked)


def _running_long(
    release: Release, execution: ProcessExecution, activity: ActivityExecution
) -> Reminder | None:
    planned = execution.plan.activities[activity.ref]
    if not activity.status.active or activity.can_be_decided or planned.expected_duration is None:
        return None
    since = words.moment(activity.started_at) if activity.started_at else "its start"
    tasks = [each for each in execution.tasks_of(activity.ref) if each.open]
    missing = tuple(dict.fromkeys(who for each in tasks for who in each.missing))
    waits = f" It waits for {words.people(missing)}." if missing else ""
    return Reminder(
        text=f"“{words.quote(planned.name)}” of {words.quote(release.title)} takes longer than "
        f"expected: it began {since} and was to take {duration_text(planned.expected_duration)}."
        f"{waits} Nothing is stopped by this.",
        missing=missing,
    )
