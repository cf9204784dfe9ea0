"""Words that lie in the workspace, owed to be fetched before a process is drafted from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once
from orchestration.values import ChannelId, DraftId, UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherWords(Once):
    """Fetch a message's thread and files, and draft from them; a draft is kept only then."""

    patience: ClassVar[timedelta | None] = timedelta(minutes=4)
    """Documents are converted one after the other, each within its own bound."""
    draft_id: DraftId
    by: UserId
    channel: ChannelId
    """Where the draft's card goes."""
    source: ChannelId | None = None
    """Where the message lies."""
    thread: str = ""
    """The first message of its thread; empty where only the message itself is meant."""
    message: str = ""
    """Whose text and files were given at the door, and count also where the thread is closed."""
    without: str = ""
    """The message in which it was asked: it is no part of the words."""
    files: tuple[str, ...] = ()
    kind: Literal["gather_words"] = "gather_words"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id)

    @property
    def said_id(self) -> str:
        """The message's text, until it is part of the draft's."""
        return f"{self.draft_id}/said"
