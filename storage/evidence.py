"""The evidence store as a folder: each content once, in a file named by its SHA-256."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from orchestration.errors import Permanent, Transient
from orchestration.ports import LARGEST_EVIDENCE, KeptFile

_INCOMING = "incoming"
_LATER = timedelta(seconds=30)


class EvidenceFolder:
    """`orchestration.ports.EvidenceStore`; several processes may share one folder.

    Written beside and renamed once it is whole and on the disk: a file that has its name has its
    content.
    """

    def __init__(self, folder: Path, *, most: int = LARGEST_EVIDENCE) -> None:
        self._folder = folder
        self._most = most

    async def keep(self, content: AsyncIterator[bytes]) -> KeptFile:
        try:
            writing = await asyncio.to_thread(self._begin)
        except OSError as error:
            raise self._trouble(error) from error
        try:
            kept = await self._written(writing, content)
            await asyncio.to_thread(self._finish, writing, kept)
        except OSError as error:
            raise self._trouble(error) from error
        finally:
            await asyncio.to_thread(_dropped, writing)
        return kept

    def path_of(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _begin(self) -> BinaryIO:
        incoming = self._folder / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=incoming, suffix=".part")
        os.close(handle)
        return Path(name).open("wb")

    async def _written(self, writing: BinaryIO, content: AsyncIterator[bytes]) -> KeptFile:
        hashed, size = hashlib.sha256(), 0
        async for chunk in content:
            size += len(chunk)
            if size > self._most:
                raise Permanent(
                    f"it is larger than {self._most // 1_000_000} MB; give a link to it instead"
                )
            hashed.update(chunk)
            await asyncio.to_thread(writing.write, chunk)
        return KeptFile(sha256=hashed.hexdigest(), size=size)

    def _finish(self, writing: BinaryIO, kept: KeptFile) -> None:
        writing.flush()
        os.fsync(writing.fileno())
        path = self.path_of(kept.sha256)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        Path(writing.name).chmod(0o400)
        Path(writing.name).replace(path)
        entry = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(entry)
        finally:
            os.close(entry)

    def _trouble(self, error: OSError) -> Transient:
        said = f"the evidence folder {self._folder} cannot be written: {error.strerror}"
        return Transient(said, _LATER)


def _dropped(writing: BinaryIO) -> None:
    """What has not got its name by now never will."""
    writing.close()
    with suppress(FileNotFoundError):
        Path(writing.name).unlink()
