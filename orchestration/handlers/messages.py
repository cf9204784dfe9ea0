"""Putting one message where it belongs: posted once, redrawn ever after, adopted after a crash."""

from __future__ import annotations

from orchestration.errors import MessageGone
from orchestration.handlers.outside import Outside, Paid
from orchestration.ports import Claim, Posted, Posting
from orchestration.read_models.cards import Card
from orchestration.values import ChannelId


async def put_message(
    outside: Outside,
    claim: Claim,
    card: Card,
    *,
    known: Posting | None,
    channel: ChannelId,
    thread_ts: str = "",
    broadcast: bool = False,
    late: bool = False,
) -> Paid:
    """Redraw the message that is known, or post it and remember where.

    An earlier try may have posted without our hearing of it, so a later one looks for the key
    first and adopts what it finds. A message that somebody deleted is posted anew. What comes too
    late (`late`) is not posted any more: only one that is there already is drawn as things stand.
    """
    messenger, key = outside.messenger, claim.effect.key
    if known is not None:
        try:
            await messenger.update(Posted(channel=known.channel, ts=known.ts), card)
        except MessageGone:
            pass
        else:
            return Paid()
    elif claim.tries > 1:
        found = await messenger.find(channel, key, since=claim.first_tried_at, thread_ts=thread_ts)
        if found is not None:
            await messenger.update(found, card)
            return _remembered(key, found, thread_ts)
    if late:
        return Paid()
    posted = await messenger.post(channel, card, key=key, thread_ts=thread_ts, broadcast=broadcast)
    return _remembered(key, posted, thread_ts)


def _remembered(key: str, posted: Posted, thread_ts: str) -> Paid:
    posting = Posting(subject=key, channel=posted.channel, ts=posted.ts, thread_ts=thread_ts)
    return Paid(lambda tx: tx.postings.put(posting))
