"""What a process, a phase or an activity says beyond who and after what, in a few words each."""

from __future__ import annotations

from collections.abc import Iterator

from bot.views.text import bold, code, mention, name, names, people
from bot.views.wording import counted
from orchestration.processes.durations import duration_text
from orchestration.processes.model import Activity, OnFailure, Phase, Process
from orchestration.processes.tasks import TaskSpec

_FAILS = {
    OnFailure.RETRY: "tried again when it fails",
    OnFailure.IGNORE: "ignored when it fails",
    OnFailure.FAIL: "its failure fails the release",
}


def of_process(process: Process, *, briefly: bool = False) -> str:
    """`Team *Payments* · services api, web · rolls back with web-rollback`.

    `briefly` leaves out what a card says elsewhere.
    """
    said = [f"Team {bold(process.team, 80)}"] if process.team else []
    for label, words in (
        ("services", process.services),
        ("environments", process.environments),
        ("tags", process.tags),
    ):
        said += [f"{label} {names(words, most=5)}"] if words else []
    if not briefly:
        said += [f"owned by {people(process.owners, most=5)}"] if process.owners else []
        said += [counted(len(process.inputs), "input")] if process.inputs else []
    said += [f"rolls back with {name(process.rollback, 80)}"] if process.rollback else []
    if process.sign_offs_expire:
        said.append(f"sign-offs expire after {duration_text(process.sign_offs_expire)}")
    if process.holds_due:
        said.append(f"what is on hold is due after {duration_text(process.holds_due)}")
    text = " · ".join(said)
    return text[:1].upper() + text[1:]


def of_phase(phase: Phase) -> list[str]:
    said = [f"only if {code(phase.if_)}"] if phase.if_ else []
    said += [f"not before {name(phase.not_before, 40)}"] if phase.not_before else []
    said += [f"waits for {names(phase.waits_for, most=3)}"] if phase.waits_for else []
    said += [f"holds {names(phase.uses, most=3)}"] if phase.uses else []
    said += ["optional"] if phase.optional else []
    said += ["uninterruptible"] if phase.uninterruptible else []
    return said


def of_activity(activity: Activity) -> list[str]:
    return list(_of_activity(activity))


def _of_activity(activity: Activity) -> Iterator[str]:
    if activity.if_:
        yield f"only if {code(activity.if_)}"
    if activity.environment:
        yield f"in {name(activity.environment, 40)}"
    if activity.optional:
        yield "optional"
    if activity.timeout:
        yield f"at most {duration_text(activity.timeout)}"
    if said := _FAILS.get(activity.on_failure):
        attempts = f", {activity.retry.attempts} attempts" if activity.retry else ""
        yield f"{said}{attempts}"
    if activity.finalise == "owner":
        yield "finalised by its owner"
    if activity.marks:
        yield "marks what is live"
    if len(activity.tasks) > 1:
        yield counted(len(activity.tasks), "task")
    elif activity.tasks:
        yield from of_task(activity.tasks[0])


def of_task(task: TaskSpec) -> list[str]:
    """By when, and how its gate opens."""
    said = [f"required only if {code(task.required)}"] if isinstance(task.required, str) else []
    said += ["not required"] if task.required is False else []
    said += [f"due within {duration_text(task.deadline)}"] if task.deadline else []
    said += [f"escalated to {mention(task.escalate_to)}"] if task.escalate_to else []
    if task.approvals and task.approvals.order == "sequential":
        said.append("asked one after another")
    if task.approvals and task.approvals.exclude:
        said.append("not by the starter")
    return said
