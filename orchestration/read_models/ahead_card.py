"""What changed of what would keep a planned release from starting, told its owner ahead of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from orchestration.releases.findings import Finding
from orchestration.values import Frozen, ProcessId, ReleaseId


class AheadCard(Frozen):
    release_id: ReleaseId
    process_id: ProcessId
    title: str
    planned_for: datetime
    found: tuple[Finding, ...]
    """All there is now."""
    new: tuple[Finding, ...] = ()
    slots: tuple[datetime, ...] = ()
    """The next times at which no other release is in its way, where one is now."""
    gone: tuple[str, ...] = ()
    """What an earlier look had found, and is mended."""


def changed(card: AheadCard, before: Sequence[str] | None) -> AheadCard:
    """With what is new since the look before, and what is gone; nothing where nothing changed."""
    was, now = set(before or ()), {each.says for each in card.found}
    return card.model_copy(
        update={
            "new": tuple(each for each in card.found if each.says not in was),
            "gone": tuple(each for each in before or () if each not in now),
        }
    )
