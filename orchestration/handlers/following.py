"""Telling those who follow a release: where it was shared, who watches it, the channel's board."""

from __future__ import annotations

from typing import assert_never

import structlog

from orchestration.effects.release import (
    Following,
    KeepInSight,
    LinkOn,
    PinRelease,
    ShareRelease,
    ShowBoard,
    TellWatcher,
)
from orchestration.errors import Permanent
from orchestration.handlers import living
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.showing import living_message
from orchestration.ports import Claim, Posted, Posting, Transaction
from orchestration.read_models.cards import BoardCard, SharedRelease
from orchestration.read_models.lookup import board_in, shared_in

log = structlog.get_logger()


async def follow(outside: Outside, claim: Claim, effect: Following) -> Paid:
    match effect:
        case ShareRelease():
            return await _share_release(outside, claim, effect)
        case TellWatcher():
            return await _tell_watcher(outside, claim, effect)
        case ShowBoard():
            return await _show_board(outside, claim, effect)
        case PinRelease():
            return await living.pin(outside, effect)
        case KeepInSight():
            return await living.keep_in_sight(outside, claim, effect)
        case LinkOn():
            return await living.link_on(outside, effect)
        case _:
            assert_never(effect)


async def _share_release(outside: Outside, claim: Claim, effect: ShareRelease) -> Paid:
    def look(tx: Transaction) -> tuple[SharedRelease, Posting | None]:
        card = shared_in(tx, effect.release_id, by=effect.by)
        return card, tx.postings.find(living_message(effect.release_id))

    card, living = await outside.database.read(look)
    return await put_message(
        outside,
        claim,
        await _linked(outside, card, living),
        known=None,
        channel=effect.channel,
        thread_ts=effect.thread_ts,
    )


async def _tell_watcher(outside: Outside, claim: Claim, effect: TellWatcher) -> Paid:
    """Nobody who stopped watching meanwhile is told."""

    def look(tx: Transaction) -> tuple[SharedRelease, Posting | None, bool]:
        release = tx.releases.get(effect.release_id)
        card = shared_in(tx, effect.release_id)
        living = tx.postings.find(living_message(effect.release_id))
        return card, living, effect.person in release.watchers

    card, living, watches = await outside.database.read(look)
    if not watches:
        return Paid()
    channel = await outside.messenger.dm_of(effect.person)
    linked = await _linked(outside, card, living)
    return await put_message(outside, claim, linked, known=None, channel=channel)


async def _show_board(outside: Outside, claim: Claim, effect: ShowBoard) -> Paid:
    def look(tx: Transaction) -> tuple[BoardCard, Posting | None]:
        return board_in(tx, effect.channel), tx.postings.find(effect.key)

    card, known = await outside.database.read(look)
    return await put_message(outside, claim, card, known=known, channel=effect.channel)


async def _linked(outside: Outside, card: SharedRelease, living: Posting | None) -> SharedRelease:
    """With where its message is; what is said does not wait for that."""
    if living is None:
        return card
    try:
        link = await outside.messenger.link_to(Posted(channel=living.channel, ts=living.ts))
    except Permanent as error:
        log.info("without a link", release=card.release_id, reason=error.reason)
        return card
    return card.model_copy(update={"link": link})
