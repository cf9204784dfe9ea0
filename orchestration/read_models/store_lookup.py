"""Reading what is shown of the activity store, within one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from orchestration import words
from orchestration.catalogue.channel_team import team_of
from orchestration.catalogue.diff import activity_differences
from orchestration.catalogue.model import StoreActivity, StoreSummary
from orchestration.catalogue.searching import search
from orchestration.catalogue.service import problems_in, summary_of
from orchestration.catalogue.users import users_of
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.draft import Draft, DraftStatus
from orchestration.read_models.store_cards import StoreCard, StoreLine, StoreResults
from orchestration.read_models.store_proposal import StoreProposal
from orchestration.values import ChannelId, ProcessId

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


def card_in(tx: Transaction, activity_id: str, *, sees: Callable[[ProcessId], bool]) -> StoreCard:
    """One activity of the store; raises `Rejected` where it is not there.

    Users are named to who may look at them, and otherwise counted: that nobody uses it is not said.
    """
    users = users_of(tx, activity_id)
    named = tuple(each for each in users if sees(each.process_id))
    return StoreCard(
        summary=summary_of(tx, activity_id),
        activity=tx.store.latest(activity_id).activity,
        history=tuple(tx.store.history(activity_id, limit=_VERSIONS)),
        used_by=named,
        unseen_users=len(users) - len(named),
    )


def proposal_in(
    tx: Transaction, draft: Draft, activity: StoreActivity, catalogue: PipelineCatalogue
) -> StoreProposal:
    """A file proposed for the store, compared with what the store has at this moment."""
    known = tx.store.find(activity.id)
    latest = tx.store.latest(activity.id) if known else None
    is_open = draft.status is DraftStatus.READY
    changes = activity_differences(latest.activity, activity) if latest and is_open else ()
    return StoreProposal(
        draft_id=draft.id,
        revision=draft.revision,
        by=draft.by,
        file=draft.file,
        activity=activity,
        was=latest.version if latest else None,
        changes=tuple(words.quote(each.what, 300) for each in changes),
        problems=tuple(str(each) for each in problems_in(tx, activity, catalogue))
        if is_open
        else (),
        notes=draft.questions,
        published_version=draft.published_version,
        closed=not is_open,
        decided_by=draft.decided_by,
    )


def _line(tx: Transaction, summary: StoreSummary) -> StoreLine:
    kept = tx.store.version(summary.id, summary.version)
    return StoreLine(summary=summary, activity=kept.activity)


def _tags(listed: Sequence[StoreSummary]) -> tuple[str, ...]:
    tags = Counter(tag for each in listed for tag in each.tags)
    return tuple(sorted(tags, key=lambda tag: (-tags[tag], tag))[:_TAGS])
