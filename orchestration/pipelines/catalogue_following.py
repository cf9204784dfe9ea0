"""The pipelines file as it is now: read again when it has changed, and only whole.

A new version with a mistake changes nothing: the last good one goes on, and the log and `doctor`
say what is wrong.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Final

import structlog

from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.pipelines.catalogue_file import (
    PipelinesFileInvalid,
    catalogue_of,
    content_of,
    load_catalogue,
)
from orchestration.pipelines.http import HttpProvider
from orchestration.pipelines.model import Pipeline, PipelineProvider
from orchestration.pipelines.server_provider import ServerProvider

EVERY: Final = 1.0
"""Seconds between two looks at the file."""
log = structlog.get_logger()


class FollowedCatalogue:
    """What the file listed when it was last right; raises `PipelinesFileInvalid` at first only."""

    def __init__(
        self,
        path: Path | None,
        runs: Path,
        public_url: str = "",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path.absolute() if path else None
        self._made_of = (runs, public_url)
        self._now = now
        self._looked_at = now()
        self._stamp = self._stamped()
        self._catalogue = load_catalogue(path, runs, public_url)
        self._content = self._digest()
        self._one_at_a_time = threading.Lock()

    @property
    def current(self) -> FilePipelineCatalogue:
        """The catalogue, read again where the file has changed since the last look."""
        due = self._path is not None and self._now() - self._looked_at >= EVERY
        if due and self._one_at_a_time.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._one_at_a_time.release()
        return self._catalogue

    def names(self) -> tuple[str, ...]:
        return self.current.names()

    def find(self, name: str) -> Pipeline | None:
        return self.current.find(name)

    def provider_of(self, name: str) -> PipelineProvider:
        return self.current.provider_of(name)

    @property
    def http(self) -> HttpProvider:
        return self.current.http

    @property
    def connections(self) -> tuple[str, ...]:
        return self.current.connections

    def server(self, connection: str) -> ServerProvider | None:
        return self.current.server(connection)

    def _look(self) -> None:
        self._looked_at = self._now()
        stamp = self._stamped()
        if stamp == self._stamp or self._path is None:
            return
        self._stamp = stamp
        try:
            content = content_of(self._path)
            digest = _digest_of(content)
            if digest == self._content:
                return
            self._content = digest
            self._catalogue = catalogue_of(self._path, content, *self._made_of)
        except PipelinesFileInvalid as invalid:
            log.error(  # noqa: TRY400 - its lines say it all
                "the changed pipelines file cannot be used; the last good one goes on",
                problems=invalid.problems,
            )
        else:
            log.info("pipelines file read again", pipelines=len(self._catalogue.names()))

    def _stamped(self) -> tuple[int, int, int] | None:
        """What changes with the file, also where another is put in its place."""
        try:
            said = self._path.stat() if self._path else None
        except OSError:
            return None
        return (said.st_mtime_ns, said.st_size, said.st_ino) if said else None

    def _digest(self) -> bytes:
        return _digest_of(content_of(self._path)) if self._path else b""


def _digest_of(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
