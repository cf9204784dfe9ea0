"""Telling a release's channel, once, what everybody in it should know."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from orchestration.effects import AnnounceRelease
from orchestration.effects.announcements import (
    AnnouncePause,
    AnnounceProcess,
    AnnounceRedo,
    TellVoided,
)
from orchestration.effects.hotfix import AskAfterHotfix
from orchestration.handlers.after_hotfix import ask, ask_after, follow_question
from orchestration.handlers.at_its_time import begins
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.redoing import announce_redo, tell_voided
from orchestration.handlers.showing import after_its_message, living_message
from orchestration.handlers.telling import announce_release
from orchestration.people.model import Right
from orchestration.people.rights import holders_of
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.cards import Notice
from orchestration.read_models.from_task import ended_notice
from orchestration.read_models.pause import pause_notice, resume_notice
from orchestration.values import ExecutionId

Announcement = (
    AnnounceRelease | AnnouncePause | AnnounceRedo | TellVoided | AnnounceProcess | AskAfterHotfix
)


async def announce(outside: Outside, claim: Claim, effect: Announcement) -> Paid:
    match effect:
        case AnnounceRelease(occasion="due", due_at=due_at) if due_at is not None:
            return begins(outside, effect.release_id, due_at)
        case AnnounceRelease():
            paid = await announce_release(outside, claim, effect)
            return _with(paid, lambda tx: ask_after(tx, effect.release_id, at=outside.clock.now()))
        case AnnouncePause():
            paid = await announce_pause(outside, claim, effect)
            return _with(paid, lambda tx: _followed(tx, outside, effect.execution_id))
        case AskAfterHotfix():
            return await ask(outside, claim, effect)
        case AnnounceRedo():
            paid = await announce_redo(outside, claim, effect)
            return _with(paid, lambda tx: _followed(tx, outside, effect.execution_id))
        case AnnounceProcess():
            return await announce_process(outside, claim, effect)
        case TellVoided():
            return await tell_voided(outside, claim, effect)
        case _:
            assert_never(effect)


def _with(paid: Paid, more: Callable[[Transaction], None]) -> Paid:
    def then(tx: Transaction) -> None:
        if paid.then:
            paid.then(tx)
        more(tx)

    return Paid(then)


def _followed(tx: Transaction, outside: Outside, execution_id: ExecutionId) -> None:
    release_id = tx.executions.get(execution_id).release_id
    follow_question(tx, release_id, at=outside.clock.now())


async def announce_pause(outside: Outside, claim: Claim, effect: AnnouncePause) -> Paid:
    def look(tx: Transaction) -> tuple[Notice, Posting | None, Posting | None]:
        execution = tx.executions.get(effect.execution_id)
        release = tx.releases.get(execution.release_id)
        pause = execution.pauses[effect.number - 1]
        if effect.over:
            notice = resume_notice(release, pause)
        else:
            process = execution.plan.version.process
            can = holders_of(tx, Right.OPERATE, outside.administrators, process)
            said = tx.texts.bodies({pause.reason_id} - {""}).get(pause.reason_id, "")
            notice = pause_notice(release, pause, said, can)
        thread = tx.postings.find(living_message(release.id))
        return notice, thread, tx.postings.find(effect.key)

    notice, thread, known = await outside.database.read(look)
    if thread is None:
        raise after_its_message(claim, outside.clock.now())
    return await put_message(
        outside,
        claim,
        notice,
        known=known,
        channel=thread.channel,
        thread_ts=thread.ts,
        broadcast=True,
    )


async def announce_process(outside: Outside, claim: Claim, effect: AnnounceProcess) -> Paid:
    """Nothing of one whose activity was begun anew since: its task is of an earlier attempt."""

    def look(tx: Transaction) -> tuple[Notice | None, Posting | None, Posting | None]:
        execution = tx.executions.get(effect.execution_id)
        notice = ended_notice(execution, effect.ref, effect.child)
        thread = tx.postings.find(living_message(execution.release_id))
        return notice, thread, tx.postings.find(effect.key)

    notice, thread, known = await outside.database.read(look)
    if notice is None:
        return Paid()
    if thread is None:
        raise after_its_message(claim, outside.clock.now())
    return await put_message(
        outside, claim, notice, known=known, channel=thread.channel, thread_ts=thread.ts
    )
