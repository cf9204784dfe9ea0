"""What is owed to those who signed: their approval no longer counts, and why."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration import words
from orchestration.effects import Effect, Tell, WakeUp
from orchestration.execution.state.manual_task import ManualTask, SignOff
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import Verdict


def of_sign_offs(
    after: ProcessExecution, was: ManualTask | None, now: ManualTask
) -> Iterator[Effect]:
    """Each author is told once of each verdict that was voided; each is looked at as it expires."""
    known = len(was.sign_offs) if was else 0
    lasts = after.plan.process.sign_offs_expire
    for number, each in enumerate(now.sign_offs[known:], start=known):
        if each.verdict is Verdict.VOIDED:
            yield Tell(
                chain=(each.by,),
                text=_said(after, now, each),
                subject=now.id,
                occasion=f"voided.{number}",
            )
        elif each.verdict is Verdict.APPROVED and lasts is not None:
            yield WakeUp(
                execution_id=after.id,
                ref=now.ref,
                attempt=each.round,
                due_at=each.at + lasts,
                of="expiry",
                task_id=now.id,
                number=number,
                deadline_at=each.at + lasts,
            )


def _said(after: ProcessExecution, task: ManualTask, voided: SignOff) -> str:
    facts = after.facts
    title = words.quote(f"{facts.reference} {facts.name} {facts.version}".strip())
    why = words.quote(voided.why, 500)
    look = " Please look at its card again, and decide anew." if task.open else ""
    return f"{title}: your approval of “{words.quote(task.name)}” no longer counts: {why}.{look}"
