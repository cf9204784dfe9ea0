"""The card of a revision: what is proposed for a draft, and what became of it."""

from __future__ import annotations

from typing import Literal

from orchestration.processes.revising.items import Item
from orchestration.read_models.process_cards import ShownPicture
from orchestration.values import DraftId, Frozen, UserId


class RevisionCard(Frozen):
    """Sentences are ours, as `words` writes them; `asked` is the person's own."""

    proposal_id: DraftId
    revision: int
    status: Literal["requested", "ready", "empty", "published", "discarded", "taken"]
    by: UserId
    title: str
    asked: str
    """What the person wrote; empty where it was erased."""
    reviser: str = ""
    note: str = ""
    items: tuple[Item, ...] = ()
    unclear: tuple[str, ...] = ()
    weakens: tuple[str, ...] = ()
    """What all of it together would weaken."""
    problems: tuple[str, ...] = ()
    """Those that the draft has not now."""
    meanwhile: str | None = None
    """What was edited since it was compared; None while it is as it was, empty where unknown."""
    closed: str = ""
    """Why the draft takes nothing any more."""
    decided_by: UserId | None = None
    taken: tuple[int, ...] = ()
    can_be_undone: bool = False
    pictures: tuple[ShownPicture, ...] = ()
