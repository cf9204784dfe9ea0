"""Asking the owners of what made way for a hotfix how it goes on."""

from __future__ import annotations

from datetime import datetime

from orchestration.effects.hotfix import AskAfterHotfix
from orchestration.handlers.messages import put_message
from orchestration.handlers.outside import Outside, Paid
from orchestration.ports import Claim, Posting, Transaction
from orchestration.read_models.after_hotfix import AfterHotfixCard, waits_for
from orchestration.read_models.after_hotfix_lookup import after_hotfix_in
from orchestration.values import ReleaseId


def ask_after(tx: Transaction, hotfix_id: ReleaseId, *, at: datetime) -> None:
    """The hotfix has ended: owe the question to the owners of all that still waits for it."""
    for release_id in tx.releases.get(hotfix_id).paused_for_it:
        release = tx.releases.get(release_id)
        if waits_for(release, hotfix_id):
            owners = dict.fromkeys((release.owner, *((release.backup,) if release.backup else ())))
            asks = [
                AskAfterHotfix(hotfix_id=hotfix_id, release_id=release_id, person=each)
                for each in owners
            ]
            tx.owed.owe(asks, at=at)


def follow_question(tx: Transaction, release_id: ReleaseId, *, at: datetime) -> None:
    """It goes on, or was redone: draw every copy of the question that was asked."""
    release = tx.releases.get(release_id)
    if release.gives_way_to is None:
        return
    asks = [
        AskAfterHotfix(hotfix_id=release.gives_way_to, release_id=release_id, person=each)
        for each in (release.owner, *((release.backup,) if release.backup else ()))
    ]
    tx.owed.owe([each for each in asks if tx.owed.is_known(each.key)], at=at)


async def ask(outside: Outside, claim: Claim, effect: AskAfterHotfix) -> Paid:
    def look(tx: Transaction) -> tuple[AfterHotfixCard, Posting | None]:
        card = after_hotfix_in(tx, effect.hotfix_id, effect.release_id)
        return card, tx.postings.find(effect.key)

    card, known = await outside.database.read(look)
    late = known is None and not card.open
    if late and claim.tries == 1:
        return Paid()
    channel = known.channel if known else await outside.messenger.dm_of(effect.person)
    return await put_message(outside, claim, card, known=known, channel=channel, late=late)
