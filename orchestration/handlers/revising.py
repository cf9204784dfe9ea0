"""Asking for a revision: words about a draft become changes to judge."""

from __future__ import annotations

from orchestration.effects.process import ReviseProcess
from orchestration.handlers.outside import Outside, Paid
from orchestration.ports import RevisionRequest, Transaction
from orchestration.processes.drafting_record import allowance_now, keep_calls
from orchestration.values import UserId


async def revise_process(outside: Outside, effect: ReviseProcess) -> Paid:
    """Of the edition that the draft has by now; what was asked anew meanwhile is left alone."""

    def look(tx: Transaction) -> tuple[RevisionRequest, UserId] | None:
        allowance = allowance_now(tx, outside.drafting, outside.clock.now())
        return outside.revisions.request_in(tx, effect.draft_id, effect.reading, allowance)

    asked = await outside.database.read(look)
    if asked is None:
        return Paid()
    request, by = asked
    answer = await outside.reviser.revise(request)

    def settle(tx: Transaction) -> None:
        keep_calls(
            tx,
            outside.drafting,
            answer.calls,
            subject=effect.draft_id,
            occasion=effect.key,
            by=by,
            at=outside.clock.now(),
        )
        outside.revisions.revised(tx, effect.draft_id, effect.reading, request.process, answer)

    return Paid(settle)
