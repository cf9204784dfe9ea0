"""Evidence: files that people gave in the chat workspace, copied to where they stay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Protocol

LARGEST_EVIDENCE: Final = 100_000_000
"""Bytes of one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file as its workspace hands it over, a piece at a time."""

    name: str
    link: str
    """Where the workspace shows it."""
    content: AsyncIterator[bytes]


class GivenFiles(Protocol):
    def opened(self, file: str) -> AbstractAsyncContextManager[GivenFile]:
        """What a person uploaded, from the workspace itself and nowhere else.

        Entering or reading may raise `Transient`, or `Permanent` with words for people.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    sha256: str
    size: int


class EvidenceStore(Protocol):
    """Content known by its hash: kept whole or not at all, never changed, kept twice only once."""

    async def keep(self, content: AsyncIterator[bytes]) -> KeptFile:
        """Raises `Permanent` for more than `LARGEST_EVIDENCE`, `Transient` where it cannot write.

        Never holds the whole of it in memory; what `content` raises leaves nothing behind.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """From where to where."""

    given: GivenFiles
    store: EvidenceStore
