"""The living message of a release: drawn, pinned while it runs, posted anew where it is buried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog

from orchestration import words
from orchestration.effects import Effect, ShowRelease
from orchestration.effects.release import KeepInSight, LinkOn, PinRelease, ShowBoard
from orchestration.errors import Permanent
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.handlers.showing import living_message
from orchestration.ports import Claim, Posted, Posting, Transaction
from orchestration.read_models.cards import Notice, ReleaseCard
from orchestration.read_models.lookup import release_card_in
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ChannelId, ReleaseId

log = structlog.get_logger()

BURIED = 20
"""Messages after it, from which on nobody finds it by scrolling up a little."""
LOOKS_AGAIN = timedelta(minutes=10)
"""Each look is a call, and a message that was moved must not move again at once."""
_RUNS = frozenset({ReleaseStatus.RUNNING, ReleaseStatus.PAUSED})


async def show_release(outside: Outside, claim: Claim, effect: ShowRelease) -> Paid:
    """Draw it as it is now; what hangs on it is owed with that."""

    def look(tx: Transaction) -> tuple[ReleaseCard, Posting | None, ChannelId]:
        release = tx.releases.get(effect.release_id)
        card = release_card_in(tx, effect.release_id)
        return card, tx.postings.find(effect.key), release.channel

    card, known, channel = await outside.database.read(look)
    paid = await put_message(outside, claim, card, known=known, channel=channel)

    def then(tx: Transaction) -> None:
        if paid.then:
            paid.then(tx)
        now = tx.postings.find(effect.key)
        if now is not None:
            at = outside.clock.now()
            tx.owed.owe(_hangs_on(tx, card, now, known, at), at=at)

    return Paid(then)


def _hangs_on(
    tx: Transaction, card: ReleaseCard, now: Posting, known: Posting | None, at: datetime
) -> list[Effect]:
    """The board that has a line of it, its pin, and a look whether it can still be found."""
    owed: list[Effect] = []
    board = ShowBoard(channel=now.channel)
    if tx.postings.find(board.key):
        owed.append(board)
    runs = card.status in _RUNS
    if runs or card.status.ended:
        owed.append(
            PinRelease(release_id=card.release_id, channel=now.channel, ts=now.ts, pinned=runs)
        )
    sight = KeepInSight(release_id=card.release_id)
    if runs and known is not None and at - _looked_at(tx, sight) >= LOOKS_AGAIN:
        owed.append(sight)
    return owed


def _looked_at(tx: Transaction, sight: KeepInSight) -> datetime:
    looked = tx.postings.find(sight.key)
    return datetime.fromtimestamp(float(looked.ts) if looked else 0.0, UTC)


def _has_looked(tx: Transaction, sight: KeepInSight, at: datetime) -> None:
    """Kept beside the postings: nothing lies there, but it was looked for then."""
    tx.postings.put(Posting(subject=sight.key, channel=ChannelId(""), ts=f"{at.timestamp():.6f}"))


async def pin(outside: Outside, effect: PinRelease) -> Paid:
    """Where that is allowed; what ended or was posted anew meanwhile is not pinned any more."""

    def look(tx: Transaction) -> bool:
        current = tx.postings.find(living_message(effect.release_id))
        runs = tx.releases.get(effect.release_id).status in _RUNS
        return runs and current is not None and current.ts == effect.ts

    if effect.pinned and not await outside.database.read(look):
        return Paid()
    posted = Posted(channel=effect.channel, ts=effect.ts)
    try:
        await outside.messenger.pin(posted, pinned=effect.pinned)
    except Permanent as error:
        log.info("not pinned", release=effect.release_id, reason=error.reason)
    return Paid()


async def keep_in_sight(outside: Outside, claim: Claim, effect: KeepInSight) -> Paid:
    """What comes to its thread from now on comes to the thread of the new one."""

    def look(tx: Transaction) -> tuple[ReleaseCard, Posting | None]:
        card = release_card_in(tx, effect.release_id)
        return card, tx.postings.find(living_message(effect.release_id))

    card, known = await outside.database.read(look)
    if known is None or card.status not in _RUNS:
        return Paid()
    messenger, was = outside.messenger, Posted(channel=known.channel, ts=known.ts)
    key = f"{effect.key}{known.ts}"
    posted = None
    if claim.tries > 1:
        posted = await messenger.find(known.channel, key, since=claim.first_tried_at)
    now = outside.clock.now()
    if posted is None and await messenger.messages_after(was, most=BURIED) < BURIED:
        return Paid(lambda tx: _has_looked(tx, effect, now))
    anew = posted or await messenger.post(known.channel, card, key=key)

    def then(tx: Transaction) -> None:
        _has_looked(tx, effect, now)
        living = living_message(effect.release_id)
        tx.postings.put(known.model_copy(update={"subject": _as_it_was(effect.release_id, was)}))
        tx.postings.put(Posting(subject=living, channel=anew.channel, ts=anew.ts))
        tx.owed.owe(
            [
                LinkOn(release_id=effect.release_id, channel=was.channel, ts=was.ts),
                ShowRelease(release_id=effect.release_id),
            ],
            at=now,
        )

    return Paid(then)


async def link_on(outside: Outside, effect: LinkOn) -> Paid:
    """The old message says where it goes on, and loses its pin and its buttons."""

    def look(tx: Transaction) -> tuple[str, Posting | None]:
        release = tx.releases.get(effect.release_id)
        return release.title, tx.postings.find(living_message(effect.release_id))

    title, living = await outside.database.read(look)
    if living is None:
        return Paid()
    was = Posted(channel=effect.channel, ts=effect.ts)
    link = await outside.messenger.link_to(Posted(channel=living.channel, ts=living.ts))
    text = f"{words.quote(title)} goes on further down, since this had moved out of sight."
    try:
        await outside.messenger.update(was, Notice(text=text, link=link))
        await outside.messenger.pin(was, pinned=False)
    except Permanent as error:  # deleted meanwhile, or pins are not allowed
        log.info("not linked on", release=effect.release_id, reason=error.reason)
    return Paid()


def _as_it_was(release_id: ReleaseId, posted: Posted) -> str:
    """Its thread is still one of the release: what is said there is about it."""
    return f"{living_message(release_id)}.until.{posted.ts}"
