"""Copying evidence: from the workspace to the store, and its hash into the release's record."""

from __future__ import annotations

import structlog

from orchestration.effects.evidence import CopyEvidence
from orchestration.errors import Permanent
from orchestration.execution.events import Copied, EvidenceKept, EvidenceLost
from orchestration.execution.recording import record
from orchestration.handlers.outside import Outside, Paid
from orchestration.ports import GivenFile, KeptFile, Transaction

log = structlog.get_logger()


async def copy_evidence(outside: Outside, effect: CopyEvidence) -> Paid:
    """A copy that nobody recorded is made again: the same content is the same file there."""

    def look(tx: Transaction) -> str:
        task = tx.executions.get(effect.execution_id).tasks[effect.task_id]
        awaited = (each.file for each in task.evidence if each.id == effect.id and each.awaited)
        return next(awaited, "")

    file = await outside.database.read(look)
    if not file:
        return Paid()
    event: Copied
    try:
        given, kept = await _copied(outside, file)
    except Permanent as refusal:
        log.warning("evidence lost", key=effect.key, reason=refusal.reason)
        event = EvidenceLost(
            at=outside.clock.now(), task_id=effect.task_id, id=effect.id, why=refusal.reason
        )
    else:
        event = EvidenceKept(
            at=outside.clock.now(),
            task_id=effect.task_id,
            id=effect.id,
            name=given.name,
            size=kept.size,
            sha256=kept.sha256,
            link=given.link,
        )

    def then(tx: Transaction) -> None:
        record(tx, effect.execution_id, event, door="evidence")

    return Paid(then)


async def _copied(outside: Outside, file: str) -> tuple[GivenFile, KeptFile]:
    if outside.evidence is None:
        raise Permanent("this Drumbeat keeps no evidence")
    async with outside.evidence.given.opened(file) as given:
        return given, await outside.evidence.store.keep(given.content)
