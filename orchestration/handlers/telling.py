"""Saying something once: that a release ended, or that something needs a person."""

from __future__ import annotations

import structlog

from orchestration import words
from orchestration.effects import AnnounceRelease, Remind, Tell
from orchestration.errors import Permanent
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid, Settlement
from orchestration.handlers.reminding import remind
from orchestration.handlers.showing import after_its_message, living_message
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.cards import Notice, ReleaseCard
from orchestration.read_models.lookup import release_card_in
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ChannelId, UserId

log = structlog.get_logger()


async def say(outside: Outside, claim: Claim, effect: Remind | Tell) -> Settlement:
    if isinstance(effect, Remind):
        return await remind(outside, claim, effect)
    return await tell(outside, claim, effect)


async def announce_release(outside: Outside, claim: Claim, effect: AnnounceRelease) -> Paid:
    def look(tx: Transaction) -> tuple[ReleaseCard, Posting | None, Posting | None]:
        card = release_card_in(tx, effect.release_id)
        thread = tx.postings.find(living_message(effect.release_id))
        return card, thread, tx.postings.find(effect.key)

    card, thread, known = await outside.database.read(look)
    if thread is None:
        raise after_its_message(claim, outside.clock.now())
    return await put_message(
        outside,
        claim,
        _ended(card),
        known=known,
        channel=thread.channel,
        thread_ts=thread.ts,
        broadcast=True,
    )


def _ended(card: ReleaseCard) -> Notice:
    done = f"{card.settled} of {words.count(card.total, 'activity', 'activities')} settled."
    said = [card.sentence, done]
    if card.ended_by:
        why = f": “{words.quote(card.ended_reason, 300)}”" if card.ended_reason else ""
        said.append(f"{words.person(card.ended_by)} ended it{why}.")
    if card.rolls_back_with and card.status is not ReleaseStatus.SUCCEEDED:
        back = words.quote(card.rolls_back_with, 80)
        said.append(f"*Roll back…* on its message opens the form of “{back}”.")
    return Notice(text=" ".join(said))


async def tell(outside: Outside, claim: Claim, effect: Tell) -> Paid:
    """Try one place after the other; telling never owes telling, so the last resort is the log."""
    for place in effect.chain:
        try:
            channel = (
                await outside.messenger.dm_of(UserId(place))
                if place[:1] in "UW"
                else ChannelId(place)
            )
            return await put_message(
                outside, claim, Notice(text=effect.text), known=None, channel=channel
            )
        except Permanent as error:
            log.warning("could not tell", key=effect.key, place=place, reason=error.reason)
    log.error("nobody could be told", key=effect.key)
    return Paid()
