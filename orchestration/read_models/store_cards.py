"""The activity store as people see it: what a search found, and one activity of it."""

from __future__ import annotations

from orchestration.catalogue.model import StoreActivity, StoreSummary
from orchestration.catalogue.users import StoreUser
from orchestration.ports import PublishedVersion
from orchestration.values import Frozen


class StoreLine(Frozen):
    """One of those found: what is said of it, and what it does."""

    summary: StoreSummary
    activity: StoreActivity


class StoreResults(Frozen):
    """One page of what was found, the best first."""

    query: str = ""
    lines: tuple[StoreLine, ...] = ()
    before: int = 0
    """How many are on the pages before."""
    total: int = 0
    of: int = 0
    """How many the store has."""
    team: str | None = None
    """The channel's, whose activities come first."""
    tags: tuple[str, ...] = ()
    """What to search for instead, where nothing was found: the most frequent first."""


class StoreCard(Frozen):
    """One activity of the store with its versions and who uses it."""

    summary: StoreSummary
    activity: StoreActivity
    history: tuple[PublishedVersion, ...]
    """Latest first."""
    used_by: tuple[StoreUser, ...] = ()
    unseen_users: int = 0
    """Processes that this person may not look at."""
