"""Who listens while a model answers: told of what has come, and able to end it at any moment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from orchestration.ports import ModelCall, Watch
from orchestration.processes.offered import Offered
from orchestration.processes.proposal import ProcessDraft
from prompts.arriving import proposal_so_far
from prompts.source import Source

T = TypeVar("T")

STOPPED: Final = "stopped"
"""What a cancellation says that comes from a watch, and not from the time."""


class Pace(NamedTuple):
    """How often we look, in seconds."""

    look: float = 0.3
    """Between two looks at what has come: it comes by the word."""
    beat: float = 1.0
    """Between two times that a watch is told, news or not: it may want the reading ended."""
    stall: float = 30.0
    """Without a piece of an answer that had begun, until it is given up."""


class Hearing:
    """What has been heard of one draft; an answer that begins anew is shown once it is longer."""

    def __init__(self, watch: Watch, pace: Pace) -> None:
        self._watch = watch
        self._pace = pace
        self._began = time.monotonic()
        self._looked = 0.0
        self._unread = ""
        self._read: Callable[[str], ProcessDraft | None] = lambda _content: None
        self._so_far = ProcessDraft(process_name="")
        self.seconds_to_first: float | None = None
        """From the beginning to the first phase or step that could be shown."""

    def of(self, source: Source, offered: Offered) -> Callable[[str], Awaitable[None]]:
        """What an endpoint tells the beginning of its answer to."""
        self._read = partial(proposal_so_far, source=source, offered=offered)

        async def heard(content: str) -> None:
            self._unread = content
            if time.monotonic() - self._looked >= self._pace.look:
                await self._look()

        return heard

    async def _look(self) -> None:
        content, self._unread, self._looked = self._unread, "", time.monotonic()
        proposal = await asyncio.to_thread(self._read, content) if content else None
        if proposal and _length(proposal) > _length(self._so_far):
            await self.tell(proposal)

    async def tell(self, proposal: ProcessDraft) -> None:
        if self.seconds_to_first is None and proposal.phases:
            self.seconds_to_first = round(time.monotonic() - self._began, 2)
        self._so_far = proposal
        await self._watch(proposal)

    async def during(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` answers; where the watch wants no more, work is ended and its wish raised."""
        task = asyncio.create_task(work)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=self._pace.beat)
                if not task.done():
                    await self._look()
                    await self._watch(self._so_far)
            return await task
        finally:
            if not task.done():
                task.cancel(STOPPED)
                await asyncio.wait({task})

    def timed(self, calls: Iterable[ModelCall]) -> tuple[ModelCall, ...]:
        """The calls, and with the first of them how long people waited to see something."""
        first = self.seconds_to_first
        return tuple(
            each.model_copy(update={"seconds_to_first": first}) if n == 0 else each
            for n, each in enumerate(calls)
        )


def _length(proposal: ProcessDraft) -> tuple[int, int]:
    return len(proposal.activities()), len(proposal.phases)
