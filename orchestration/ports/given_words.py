"""What people said and attached in the chat workspace, to be drafted from."""

from __future__ import annotations

from typing import Protocol

from orchestration.processes.tabular.document import Document
from orchestration.values import ChannelId, Frozen


class Said(Frozen):
    """A message of a person."""

    ts: str
    """When, which is its id too: later ones sort behind."""
    text: str = ""
    files: tuple[str, ...] = ()


class GivenWords(Protocol):
    """Calls may raise `Transient`, or `Permanent` with words for the person who asked."""

    async def thread(self, channel: ChannelId, ts: str) -> tuple[Said, ...]:
        """What people said in the thread of this message, the message included, oldest first."""
        ...

    async def document(self, file: str) -> Document | None:
        """What a person uploaded, read; None for pictures and recordings, which hold no words."""
        ...
