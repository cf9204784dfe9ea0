"""Asking for an answer: a drafter for a process, the workspace for who is who."""

from __future__ import annotations

from orchestration.effects import LearnDirectory
from orchestration.errors import Permanent
from orchestration.handlers.outside import Outside, Paid
from orchestration.people.service import learn
from orchestration.process_effects import DraftProcess
from orchestration.processes.draft import DraftStatus
from orchestration.values import UserId


async def ask(outside: Outside, effect: DraftProcess | LearnDirectory) -> Paid:
    if isinstance(effect, DraftProcess):
        return await draft_process(outside, effect)
    return await learn_directory(outside, effect)


async def draft_process(outside: Outside, effect: DraftProcess) -> Paid:
    draft, texts = await outside.database.read(
        lambda tx: (
            (found := tx.drafts.get(effect.draft_id)),
            tx.texts.bodies([found.text_id]),
        )
    )
    if draft.status is not DraftStatus.REQUESTED:
        return Paid()
    text = texts.get(draft.text_id)
    if text is None:
        raise Permanent("the text of the draft was erased before it was read")
    answer = await outside.drafter.draft(text)
    return Paid(lambda tx: outside.processes.drafted(tx, effect.draft_id, answer))


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
