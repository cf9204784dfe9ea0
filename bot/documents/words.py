"""A file as the text that a drafter reads, and what was taken of its tables."""

from __future__ import annotations

from bot.documents.kinds import Unreadable, kind_of
from bot.documents.reader import DocumentReader
from orchestration.errors import Rejected
from orchestration.processes.tabular.reading import words_in


async def words_of(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a line for each table; raises `Rejected` or `Permanent` with what to do.

    What is plain text by its bytes is read whatever it is called.
    """
    try:
        kind = kind_of(name)
    except Unreadable as refused:
        if b"\0" in content:
            raise Rejected(str(refused)) from refused
        kind = "text"
    if kind == "text":
        return content.decode("utf-8", "replace"), ()
    return words_in(await DocumentReader().read(name, content))
