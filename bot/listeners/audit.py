"""`audit REF` as text: who decided what, when, through what, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import lists, private
from bot.views.blocks import Drawn
from orchestration import words
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.model import is_slack_id
from orchestration.ports import AuditEntry, Transaction
from orchestration.read_models.cards import AuditLine
from orchestration.values import ActivityRef, ExecutionId, ReleaseId, TaskId, UserId

_DOORS = {"slack": "in Slack", "cli": "on the command line"}
_SAID = {
    "started": "started the release",
    "aborted": "aborted the release",
    "paused": "paused the release",
    "line stopped": "stopped the line",
    "resumed": "resumed the release",
    "done": "did {}",
    "undid": "undid their approval of {}",
    "run asked": "the time to undo was over, and the pipeline of {} was asked for",
    "withdrew": "withdrew their approval of {}",
    "approved early": "approved {} before it was asked",
    "process started": "started a process from {}",
    "skip withdrawn": "said that {} is not skipped after all",
    "failed": "reported that {} failed",
    "taken": "took {}",
    "evidence given": "gave evidence for {}",
    "evidence kept": "a file given as evidence for {} was kept",
    "evidence lost": "a file given as evidence for {} could not be copied",
    "blocked": "said that {} is blocked",
    "unblocked": "said that {} can go on",
    "task added": "added {}",
    "task edited": "changed what {} asks",
    "task withdrawn": "withdrew {}",
    "run running": "the pipeline of {} is running",
    "run succeeded": "the pipeline of {} succeeded",
    "run failed": "the pipeline of {} failed",
    "run cancelled": "the pipeline of {} was cancelled",
    "run unknown": "nobody knows whether the pipeline of {} started",
    "run lost": "the run of {} could not be seen any more",
    "run adopted": "said that the pipeline of {} had started",
    "subprocess succeeded": "the process of {} succeeded",
    "subprocess partially_succeeded": "the process of {} succeeded in part",
    "subprocess failed": "the process of {} failed",
    "subprocess aborted": "the process of {} was aborted",
    "timed out": "{} did not end in time",
    "members changed": "the people asked as {} changed",
}
"""Actions as sentences; others are a verb before their subject."""
_INSIDE = {
    "started": "started the process",
    "left by its parent": "ended the process",
    "its parent failed": "the release failed, so nothing more starts",
}
"""Of a process that runs inside a release."""


def audit_in(tx: Transaction, release_id: ReleaseId) -> Drawn:
    release = tx.releases.get(release_id)
    executions = {each: tx.executions.get(each) for each in tx.executions.of_release(release_id)}
    chains = (release.id, *executions)
    entries = tx.audit.entries(chains)
    bodies = tx.texts.bodies({each.text_id for each in entries} - {""})
    drawn = lists.audit(
        release.reference,
        [
            _line(each, executions.get(ExecutionId(each.chain)), bodies.get(each.text_id, ""))
            for each in entries
        ],
    )
    return private.with_last_line(drawn, _verdict(len(entries), tx.audit.faults(chains)))


def _verdict(count: int, faults: Sequence[str]) -> str:
    if faults:
        more = f" and {len(faults) - 2} more" if len(faults) > 2 else ""
        return f"NOT VERIFIED: {words.quote('; '.join(faults[:2]), 300)}{more}."
    entries = words.count(count, "entry", "entries")
    return f"Verified: {entries}, none changed, missing or moved."


def _line(entry: AuditEntry, execution: ProcessExecution | None, reason: str) -> AuditLine:
    named = _named(entry.subject, execution)
    path = execution.parent.path if execution and execution.parent else ()
    sentences = {**_SAID, **_INSIDE} if path else _SAID
    what = [sentences.get(entry.action, f"{entry.action} {{}}").replace("{}", named).strip()]
    if path:
        what.append(f"in “{' › '.join(path)}”")
    if entry.through:
        what.append(f"as {entry.through}")
    what.append(_DOORS.get(entry.door, ""))
    if entry.after and entry.action.startswith("evidence"):
        what.append(f"({entry.after})")
    if entry.before and entry.before != entry.after:
        what.append(f"({entry.before} → {entry.after})".replace("_", " "))
    return AuditLine(
        at=entry.at,
        by=UserId(entry.actor) if is_slack_id(entry.actor) else None,
        what=" ".join(each for each in what if each),
        reason=reason,
    )


def _named(subject: str, execution: ProcessExecution | None) -> str:
    """A task's or an activity's name; anything else as it is."""
    if execution is None or not subject:
        return subject
    if task := execution.tasks.get(TaskId(subject)):
        return f"“{task.name}”"
    if activity := execution.plan.activities.get(ActivityRef(subject)):
        return f"“{activity.name}”"
    return subject
