"""Asking for an answer: a drafter for a process, the workspace for who is who."""

from __future__ import annotations

import asyncio

from orchestration.effects import LearnDirectory
from orchestration.effects.process import DraftProcess
from orchestration.errors import Permanent
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.watching import Watching
from orchestration.people.service import learn
from orchestration.ports import Claim, DraftingStopped, DraftRequest, ModelCall, Transaction
from orchestration.processes.draft import DraftStatus
from orchestration.processes.drafting_record import allowance_now, keep_calls
from orchestration.processes.grounding.choosing import offered_for
from orchestration.values import UserId


async def ask(outside: Outside, claim: Claim, effect: DraftProcess | LearnDirectory) -> Paid:
    if isinstance(effect, DraftProcess):
        return await draft_process(outside, claim, effect)
    return await learn_directory(outside, effect)


async def draft_process(outside: Outside, claim: Claim, effect: DraftProcess) -> Paid:
    draft, texts, known, allowance = await outside.database.read(
        lambda tx: (
            (found := tx.drafts.get(effect.draft_id)),
            tx.texts.bodies([found.text_id]),
            outside.processes.known_to(tx, found.by),
            allowance_now(tx, outside.drafting, outside.clock.now()),
        )
    )
    if draft.status is not DraftStatus.REQUESTED:
        return Paid()
    text = texts.get(draft.text_id)
    if text is None:
        raise Permanent("the text of the draft was erased before it was read")
    request = DraftRequest(
        text=text,
        title=draft.title,
        file_name=draft.document,
        offered=await asyncio.to_thread(offered_for, text, known),
        drafter=draft.chosen,
        allowance=allowance,
    )

    def keep(tx: Transaction, calls: tuple[ModelCall, ...]) -> None:
        keep_calls(
            tx,
            outside.drafting,
            calls,
            subject=draft.id,
            occasion=effect.key,
            by=draft.by,
            at=outside.clock.now(),
        )

    def settle(tx: Transaction) -> None:
        keep(tx, answer.calls)
        outside.processes.drafted(tx, effect.draft_id, answer)

    watch = Watching(outside, effect.draft_id, reading=claim.tries)
    try:
        await watch.begin()
        answer = await outside.drafter.draft(request, watch)
    except DraftingStopped as stopped:
        calls = stopped.calls
        return Paid(lambda tx: keep(tx, calls))
    return Paid(settle)


async def learn_directory(outside: Outside, effect: LearnDirectory) -> Paid:
    """Everyone, or only those that a change named."""
    now = outside.clock.now()
    if not effect.only:
        everyone = await outside.workspace.people()
        groups = await outside.workspace.groups()
        return Paid(lambda tx: learn(tx, everyone, groups, at=now, whole=True))
    asked = [
        await outside.workspace.person(UserId(each))
        for each in effect.only
        if not each.startswith("S")
    ]
    people = [each for each in asked if each is not None]
    wanted = {each for each in effect.only if each.startswith("S")}
    changed = (
        [each for each in await outside.workspace.groups() if each.id in wanted] if wanted else []
    )
    return Paid(lambda tx: learn(tx, people, changed, at=now))
