"""Reading what is shown of the activity store, within one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from orchestration.catalogue.channel_team import team_of
from orchestration.catalogue.model import StoreSummary
from orchestration.catalogue.searching import search
from orchestration.catalogue.service import summary_of
from orchestration.catalogue.users import users_of
from orchestration.ports import Transaction
from orchestration.read_models.store_cards import StoreCard, StoreLine, StoreResults
from orchestration.values import ChannelId

PAGE = 8
_VERSIONS = 6
_TAGS = 8


def results_in(
    tx: Transaction, query: str, *, channel: ChannelId | None, at: int = 0
) -> StoreResults:
    """The page of what fits that begins with number `at`, or the last one there is."""
    listed = tx.store.list()
    team = team_of(tx, channel)
    found = search(listed, query, team=team)
    begins = min(max(at, 0), max(len(found) - 1, 0) // PAGE * PAGE)
    return StoreResults(
        query=query,
        lines=tuple(_line(tx, each) for each in found[begins : begins + PAGE]),
        before=begins,
        total=len(found),
        of=len(listed),
        team=team,
        tags=() if found else _tags(listed),
    )


def card_in(tx: Transaction, activity_id: str) -> StoreCard:
    """One activity of the store; raises `Rejected` where it is not there."""
    return StoreCard(
        summary=summary_of(tx, activity_id),
        activity=tx.store.latest(activity_id).activity,
        history=tuple(tx.store.history(activity_id, limit=_VERSIONS)),
        used_by=tuple(users_of(tx, activity_id)),
    )


def _line(tx: Transaction, summary: StoreSummary) -> StoreLine:
    kept = tx.store.version(summary.id, summary.version)
    return StoreLine(summary=summary, activity=kept.activity)


def _tags(listed: Sequence[StoreSummary]) -> tuple[str, ...]:
    tags = Counter(tag for each in listed for tag in each.tags)
    return tuple(sorted(tags, key=lambda tag: (-tags[tag], tag))[:_TAGS])
