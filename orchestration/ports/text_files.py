"""The chat workspace as a place for files of text: what people give us, what we give them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from orchestration.values import Frozen, UserId


class TextFile(Frozen):
    name: str
    text: str
    title: str = ""
    """What people see above it; tells two files of the same name apart."""


class TextFiles(Protocol):
    """Calls may raise `Transient`, or `Permanent` with words for the person who asked."""

    async def fetch(self, file: str) -> TextFile:
        """What a person uploaded, as text; from the workspace itself and nowhere else."""
        ...

    async def send(self, person: UserId, file: TextFile, *, since: datetime | None) -> None:
        """Put it into their direct messages.

        `since`: an earlier try may have done so from then on, and is looked for first.
        """
        ...
