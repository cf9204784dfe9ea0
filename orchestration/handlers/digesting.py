"""Sending digests: as things stand at that moment, once, and not when the day is well begun."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from orchestration import words
from orchestration.digests.due import is_late
from orchestration.digests.model import Digest
from orchestration.effects import Tell
from orchestration.effects.digest import PostDigest, RedrawDigest, sent_on
from orchestration.errors import MessageGone, PlaceClosed
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import NotYet, Outside, Paid, Settlement
from orchestration.handlers.week_picture import with_week
from orchestration.ports import Claim, Posted, Posting, Transaction
from orchestration.read_models.digest_card import DigestCard, PersonalDigestCard
from orchestration.read_models.digest_lookup import digest_in, personal_digest_in
from orchestration.values import ChannelId, UserId

log = structlog.get_logger()
_TRIES = 2
"""After so many the message is drawn anew without its picture: its buttons matter more."""


async def of_digests(
    outside: Outside, claim: Claim, effect: PostDigest | RedrawDigest
) -> Settlement:
    if isinstance(effect, PostDigest):
        return await post_digest(outside, claim, effect)
    return await redraw_digest(outside, claim, effect)


async def redraw_digest(outside: Outside, claim: Claim, effect: RedrawDigest) -> Settlement:
    """The day's message as things stand, with a picture of the same; nothing is posted anew."""
    now = outside.clock.now()

    def look(tx: Transaction) -> tuple[DigestCard | PersonalDigestCard, Posting] | None:
        digest = tx.digests.find(effect.place)
        sent = tx.postings.find(sent_on(effect.place, effect.day))
        if digest is None or sent is None:
            return None
        admins = outside.administrators
        if digest.personal:
            return personal_digest_in(tx, digest, admins, day=effect.day, now=now), sent
        return digest_in(tx, digest, admins, day=effect.day, now=now), sent

    found = await outside.database.read(look)
    if found is None:
        return Paid()
    card, sent = found
    if isinstance(card, DigestCard) and claim.tries <= _TRIES:
        pictured = await with_week(outside, claim, card, anew=True)
        if isinstance(pictured, NotYet):
            return pictured
        card = pictured
    try:
        await outside.messenger.update(Posted(channel=sent.channel, ts=sent.ts), card)
    except (MessageGone, PlaceClosed) as gone:
        log.info("digest not drawn anew", key=claim.effect.key, reason=gone.reason)
    return Paid()


async def post_digest(outside: Outside, claim: Claim, effect: PostDigest) -> Settlement:
    """Nothing is sent where there is nothing to say, nor where it was switched off meanwhile."""
    now = outside.clock.now()
    card = await outside.database.read(lambda tx: _said(tx, outside, effect, now))
    if card is None:
        return Paid()
    late = is_late(effect.due_at, now)
    if late and claim.tries == 1:
        log.warning("digest dropped: too late", key=claim.effect.key)
        return Paid()
    if isinstance(card, DigestCard) and not late:
        pictured = await with_week(outside, claim, card)
        if isinstance(pictured, NotYet):
            return pictured
        card = pictured
    try:
        channel = await _channel(outside, effect)
        return await put_message(outside, claim, card, known=None, channel=channel, late=late)
    except PlaceClosed as closed:
        reason = closed.reason
        log.warning("digest paused", key=claim.effect.key, reason=reason)
        return Paid(lambda tx: _pause(tx, effect, reason, now))


def _said(
    tx: Transaction, outside: Outside, effect: PostDigest, now: datetime
) -> DigestCard | PersonalDigestCard | None:
    digest = tx.digests.find(effect.place)
    if digest is None or not digest.on or tx.postings.find(effect.key):
        return None
    admins = outside.administrators
    card: DigestCard | PersonalDigestCard
    if digest.personal:
        if not _at_work(tx, outside, digest, effect):
            return None
        card = personal_digest_in(tx, digest, admins, day=effect.day, now=now)
    else:
        card = digest_in(tx, digest, admins, day=effect.day, now=now)
    if card.empty and not digest.even_when_empty:
        log.info("digest without content", key=effect.key)
        return None
    return card


def _at_work(tx: Transaction, outside: Outside, digest: Digest, effect: PostDigest) -> bool:
    """Nobody hears of their tasks while they are away, nor on a day on which they do not work."""
    days = outside.working_week.days
    there = UserId(digest.place) not in tx.absences.lasting(at=effect.due_at)
    local = effect.due_at.astimezone(ZoneInfo(digest.cadence.zone))
    return there and local.weekday() in days


async def _channel(outside: Outside, effect: PostDigest) -> ChannelId:
    if effect.place[:1] in {"U", "W"}:
        return await outside.messenger.dm_of(UserId(effect.place))
    return ChannelId(effect.place)


def _pause(tx: Transaction, effect: PostDigest, reason: str, now: datetime) -> None:
    """Switched off until somebody switches it on; whoever set it up hears of it, once."""
    digest = tx.digests.find(effect.place)
    if digest is None or not digest.on:
        return
    paused = {"on": False, "paused_because": reason, "looks_at": None}
    tx.digests.save(digest.model_copy(update=paused))
    if digest.personal:
        return  # nobody can be told: their messages are what is closed
    told = (
        f"The digest of {words.channel(effect.place)} is paused: {words.quote(reason)} "
        "When that is mended, `/release digest` there switches it on again."
    )
    occasion = f"digest paused {effect.day.isoformat()}"
    tx.owed.owe(
        [Tell(chain=(digest.set_by,), text=told, subject=effect.place, occasion=occasion)], at=now
    )
