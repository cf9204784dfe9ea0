"""Documents read outside of this process: a library may hang, or take all the memory there is.

A child for each document, of one kind and with limits of its own; a click never waits for it. Two
at a time, so that a channel full of attachments leaves the machine to its releases.
"""

from __future__ import annotations

import asyncio
import sys

from pydantic import BaseModel, ValidationError

from bot.documents.kinds import LARGEST, Unreadable, kind_of
from orchestration.errors import Permanent
from orchestration.processes.tabular.document import Document
from orchestration.processes.tabular.model import Table, squared
from orchestration.processes.texts import LONGEST_TEXT

PATIENCE = 30.0
"""Seconds for one document; a hundred pages take less than two."""
AT_ONCE = 2
TOO_LARGE = (
    f"It is larger than {LARGEST // 1_000_000} MB. Save it without its pictures, "
    "or paste the part that tells how you release."
)
_TOO_LONG = "Its text is longer than 100 kB. Give the part that describes how you release."
_NOT_READ = "It could not be read in time. Save it anew in a simpler form, or paste its words."
_BROKEN = "It is damaged, or built in a way that cannot be read. Save it anew, or paste its words."


class _Answer(BaseModel):
    """What the child says."""

    text: str = ""
    tables: list[tuple[str, list[list[str]]]] = []
    unreadable: str = ""


class DocumentReader:
    """`read` may raise `Permanent`, with what a person can do."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._room = asyncio.Semaphore(AT_ONCE)

    async def read(self, name: str, content: bytes) -> Document:
        if len(content) > LARGEST:
            raise Permanent(TOO_LARGE)
        try:
            kind = kind_of(name)
        except Unreadable as refused:
            raise Permanent(str(refused)) from refused
        async with self._room:
            answer = await self._converted(kind, content)
        if answer.unreadable:
            raise Permanent(answer.unreadable)
        text = answer.text
        if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
            raise Permanent(_TOO_LONG)
        tables = [Table(title=title[:120], rows=squared(rows)) for title, rows in answer.tables]
        return Document(name=name, text=text, tables=tuple(each for each in tables if each.rows))

    async def _converted(self, kind: str, content: bytes) -> _Answer:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.documents",
            kind,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(self._patience):
                said, _ = await child.communicate(content)
        except TimeoutError as slow:
            raise Permanent(_NOT_READ) from slow
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode:
            raise Permanent(_BROKEN)
        try:
            return _Answer.model_validate_json(said)
        except ValidationError as broken:
            raise Permanent(_BROKEN) from broken
