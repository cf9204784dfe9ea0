"""What freezes owe, paid: a release brought in line, and people told and asked."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import assert_never

import structlog

from orchestration import words
from orchestration.effects import Tell
from orchestration.effects.freeze import (
    AnnounceFreeze,
    ApplyFreezes,
    AskToResume,
    ImportFreezes,
    OfFreezes,
    ShowException,
    WarnOfFreeze,
)
from orchestration.errors import Permanent
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.model import ProcessExecution
from orchestration.freezes.applying import apply_freezes
from orchestration.freezes.calendar_file import freezes_in
from orchestration.freezes.clock import ends_before
from orchestration.freezes.holding import Held, concerns, is_excepted
from orchestration.freezes.importing import take_over
from orchestration.freezes.windows import next_windows
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.showing import after_its_message, living_message
from orchestration.people.rights import Administrators
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.cards import Card, Notice
from orchestration.read_models.freeze_card import (
    exception_card,
    held_text,
    lifted_text,
    over_text,
    resume_card,
    warning_card,
)
from orchestration.values import UserId

log = structlog.get_logger()


async def of_freezes(outside: Outside, claim: Claim, effect: OfFreezes) -> Paid:
    match effect:
        case ApplyFreezes():
            now, week = outside.clock.now(), outside.working_week
            return Paid(lambda tx: apply_freezes(tx, effect.release_id, now=now, week=week))
        case AnnounceFreeze():
            return await _announce(outside, claim, effect)
        case AskToResume():
            return await _ask_to_resume(outside, claim, effect)
        case WarnOfFreeze():
            return await _warn(outside, claim, effect)
        case ShowException():
            return await _show_exception(outside, claim, effect)
        case ImportFreezes():
            return await _import(outside, effect)
        case _:
            assert_never(effect)


async def _import(outside: Outside, effect: ImportFreezes) -> Paid:
    """What cannot be read leaves what was read before, and is told once a day."""
    now, calendars = outside.clock.now(), outside.freeze_calendars
    if calendars is None:
        return Paid()
    try:
        content = await calendars.read(effect.calendar)
        events = await asyncio.to_thread(freezes_in, content, now)
    except Permanent as error:
        why = error.reason
        log.warning("a calendar of freezes cannot be read", key=effect.key, reason=why)
        return Paid(lambda tx: _tell_unread(tx, outside.administrators, effect, why, now))
    return Paid(lambda tx: take_over(tx, effect.calendar, events, at=now))


def _tell_unread(
    tx: Transaction,
    administrators: Administrators,
    effect: ImportFreezes,
    why: str,
    now: datetime,
) -> None:
    tell = Tell(
        chain=administrators.of(tx),
        text=f"The calendar of freezes {words.quote(effect.calendar, 200)} was not taken over: "
        f"{words.quote(why, 300)}. The freezes it gave before stay as they are.",
        subject=effect.key,
        occasion=f"{now:%Y-%m-%d}",
    )
    tx.owed.owe([tell], at=now)


async def _announce(outside: Outside, claim: Claim, effect: AnnounceFreeze) -> Paid:
    def look(tx: Transaction) -> tuple[str, Posting | None, Posting | None]:
        execution = tx.executions.get(effect.execution_id)
        release = tx.releases.get(execution.release_id)
        hold = _hold_of(execution, effect)
        match effect.what:
            case "held":
                text = held_text(release, execution, hold)
            case "over":
                text = over_text(release, hold) if hold.resumed_at is None else ""
            case "lifted":
                text = lifted_text(release, hold)
        return text, tx.postings.find(living_message(release.id)), tx.postings.find(effect.key)

    text, thread, known = await outside.database.read(look)
    if not text:
        return Paid()  # it was resumed before anybody could be told that it may be
    if thread is None:
        raise after_its_message(claim, outside.clock.now())
    return await put_message(
        outside,
        claim,
        Notice(text=text),
        known=known,
        channel=thread.channel,
        thread_ts=thread.ts,
        broadcast=True,
    )


async def _ask_to_resume(outside: Outside, claim: Claim, effect: AskToResume) -> Paid:
    now = outside.clock.now()

    def look(tx: Transaction) -> tuple[Card, UserId, Posting | None] | None:
        execution = tx.executions.get(effect.execution_id)
        hold = _hold_of(execution, effect)
        if hold.resumed_at is not None or hold.over_at is None or execution.status.ended:
            return None
        release = tx.releases.get(execution.release_id)
        card = resume_card(release, execution, hold, now)
        return card, release.owner, tx.postings.find(effect.key)

    return await _to_person(outside, claim, await outside.database.read(look))


async def _warn(outside: Outside, claim: Claim, effect: WarnOfFreeze) -> Paid:
    """As things stand: one that ends in time after all is named to nobody."""
    now = outside.clock.now()

    def look(tx: Transaction) -> tuple[Card, UserId, Posting | None] | None:
        release = tx.releases.get(effect.release_id)
        freeze = tx.freezes.find(effect.freeze)
        if freeze is None or release.execution_id is None or release.status.ended:
            return None
        coming = (e for e in next_windows(freeze, now, count=10) if e.begins == effect.begins)
        window = next(coming, None)
        execution = tx.executions.get(release.execution_id)
        if window is None or window.begins <= now or not concerns(freeze, release):
            return None
        if is_excepted(release, freeze, window) or ends_before(execution, window.begins, now):
            return None
        card = warning_card(release, execution, Held(freeze, window), now)
        return card, release.owner, tx.postings.find(effect.key)

    return await _to_person(outside, claim, await outside.database.read(look))


async def _show_exception(outside: Outside, claim: Claim, effect: ShowException) -> Paid:
    def look(tx: Transaction) -> tuple[Card, UserId, Posting | None] | None:
        release = tx.releases.get(effect.release_id)
        asked = next(
            (
                each
                for each in release.freeze_exceptions
                if (each.freeze, each.begins) == (effect.freeze, effect.begins)
                and each.asked_at == effect.asked_at
            ),
            None,
        )
        if asked is None:
            return None
        freeze = tx.freezes.find(effect.freeze)
        reason = tx.texts.bodies({asked.reason_id}).get(asked.reason_id, "")
        card = exception_card(release, asked, freeze.name if freeze else effect.freeze, reason)
        return card, effect.of, tx.postings.find(effect.key)

    return await _to_person(outside, claim, await outside.database.read(look))


async def _to_person(
    outside: Outside, claim: Claim, found: tuple[Card, UserId, Posting | None] | None
) -> Paid:
    if found is None:
        return Paid()
    card, person, known = found
    channel = known.channel if known else await outside.messenger.dm_of(person)
    return await put_message(outside, claim, card, known=known, channel=channel)


def _hold_of(execution: ProcessExecution, effect: AnnounceFreeze | AskToResume) -> FreezeHold:
    return next(each for each in execution.freezes if each.is_of(effect.freeze, effect.begins))
