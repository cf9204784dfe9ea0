"""A file proposed for the activity store, as those who may publish it judge it."""

from __future__ import annotations

from orchestration.catalogue.model import StoreActivity
from orchestration.values import DraftId, Frozen, UserId


class StoreProposal(Frozen):
    """What it says, what it would change, and what keeps it from being published."""

    draft_id: DraftId
    revision: int
    by: UserId
    file: str
    activity: StoreActivity
    was: int | None = None
    """The version in the store that it was compared with; None: it is new there."""
    changes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What of a Harness file did not come over as it was."""
    published_version: int | None = None
    closed: bool = False
    """Published, or put aside."""
    decided_by: UserId | None = None
