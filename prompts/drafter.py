"""A language model as a `ProcessDrafter`: asked once, repaired up to twice, and never trusted.

Whatever goes wrong, the answer is the outline drafter's with a sentence that says so: a person who
pasted a text gets a draft. Neither the text nor the key is ever logged.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import openai
import structlog
from openai.types.chat import ChatCompletionMessageParam

from orchestration.ports import (
    Drafted,
    DraftingStopped,
    DraftRequest,
    ProcessDrafter,
    Watch,
    unwatched,
)
from orchestration.processes.proposal import ProcessDraft
from prompts.conversation import DRAFTING, REPAIR, about, repair
from prompts.covering import not_covered
from prompts.endpoint import Asking, Called, Endpoint, NoAnswer, Prices, Tally, uncounted
from prompts.hearing import Hearing, Pace
from prompts.judging import Judgement, judge
from prompts.patience import RETRIES
from prompts.proposing import proposal_of
from prompts.render import new_fence
from prompts.source import Source

NOTE = (
    "Drafted by a language model from the text: "
    "check owners, order and sign-offs before you publish."
)
INSTEAD = (
    "The language model {said}, so this was read from the text's own form. "
    "Check owners, order and sign-offs before you publish."
)
AT_ONCE = 4

REPAIRS = 2

log = structlog.get_logger()


class _Reading(NamedTuple):
    """One text on its way: what was asked, what it took, and how long it may go on."""

    request: DraftRequest
    source: Source
    asked: list[ChatCompletionMessageParam]
    tally: Tally
    until: float


class ModelDrafter:
    def __init__(
        self,
        client: openai.AsyncOpenAI,
        model: str,
        fallback: ProcessDrafter,
        *,
        timeout: float = 90.0,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        fence: Callable[[], str] = new_fence,
        called: Called = uncounted,
        pace: Pace = Pace(),  # noqa: B008 - it does not change
        prices: Prices | None = None,
        retries: int = RETRIES,
    ) -> None:
        """`timeout`: seconds for one answer, its tries included, and for waiting for one's turn."""
        self._endpoint = Endpoint(
            client,
            model,
            timeout=timeout,
            pause=pause,
            called=called,
            stall=pace.stall,
            prices=prices,
            retries=retries,
        )
        self._fallback = fallback
        self._timeout = timeout
        self._pace = pace
        self._fence = fence
        self._room = asyncio.Semaphore(AT_ONCE)

    async def draft(self, request: DraftRequest, watch: Watch = unwatched) -> Drafted:
        """Takes at most three times `timeout`: its turn, then an answer and its repairs."""
        if request.drafter == "outline":
            return await self._fallback.draft(request, watch)
        text = request.text.encode("utf-8", "replace").decode()
        request = request.model_copy(update={"text": text})
        tally, hearing = Tally(request.allowance), Hearing(watch, self._pace)
        started = time.monotonic()
        try:
            proposal, outcome = await hearing.during(self._in_turn(request, tally, hearing))
            await hearing.tell(proposal)
            drafted = Drafted(
                proposal=proposal,
                drafter=self._endpoint.model,
                note=NOTE,
                not_covered=await asyncio.to_thread(not_covered, text, proposal),
                calls=hearing.timed(tally.calls),
            )
        except DraftingStopped:
            raise DraftingStopped(hearing.timed(tally.calls)) from None
        except NoAnswer as failure:
            outcome = failure.outcome
            read = await self._fallback.draft(request, watch)
            drafted = read.model_copy(
                update={
                    "note": INSTEAD.format(said=failure.said),
                    "fell_back": True,
                    "calls": hearing.timed(tally.calls),
                }
            )
        log.info(
            "draft read",
            model=self._endpoint.model,
            outcome=outcome,
            calls=len(tally.calls),
            tokens_in=tally.tokens_in,
            tokens_out=tally.tokens_out,
            seconds=round(time.monotonic() - started, 2),
            seconds_to_first=hearing.seconds_to_first,
        )
        return drafted

    async def _in_turn(
        self, request: DraftRequest, tally: Tally, hearing: Hearing
    ) -> tuple[ProcessDraft, str]:
        try:
            async with asyncio.timeout(self._timeout):
                await self._room.acquire()
        except TimeoutError:
            raise NoAnswer("busy", "is busy with other drafts") from None
        try:
            return await self._read(request, tally, hearing)
        finally:
            self._room.release()

    async def _read(
        self, request: DraftRequest, tally: Tally, hearing: Hearing
    ) -> tuple[ProcessDraft, str]:
        source = await asyncio.to_thread(Source, request.text)
        until = asyncio.get_running_loop().time() + 2 * self._timeout
        asked = about(request, self._fence())
        content = await self._endpoint.ask(
            asked, tally, Asking("draft", DRAFTING), hearing.of(source, request.offered)
        )
        judged = await asyncio.to_thread(judge, content, source, request.offered)
        outcome = "answered"
        if judged.worth_repairing:
            reading = _Reading(request, source, asked, tally, until)
            judged, outcome = await self._repaired(reading, content, judged)
        if judged.answer is None:
            raise NoAnswer("unusable", "gave no answer in a form that can be used")
        if not judged.usable:
            raise NoAnswer("nothing found", "found no steps in this text")
        proposal = await asyncio.to_thread(proposal_of, judged.answer, source, request.offered)
        return proposal, outcome

    async def _repaired(
        self, reading: _Reading, content: str, first: Judgement
    ) -> tuple[Judgement, str]:
        """The best of all answers; where another never came, the best as far as they go.

        A model that says the same again is not asked a third time.
        """
        best, shown = first, content
        for _ in range(REPAIRS):
            try:
                again = await self._once_more(reading, shown, best)
            except NoAnswer as failure:
                if not best.usable:
                    raise
                return best, f"not repaired: {failure.outcome}"
            judged = await asyncio.to_thread(judge, again, reading.source, reading.request.offered)
            same = again == shown
            if judged.better_than(best) or best.answer is None:
                best, shown = judged, again
            if same or not best.worth_repairing:
                break
        return best, "not repaired" if best.worth_repairing else "repaired"

    async def _once_more(self, reading: _Reading, shown: str, best: Judgement) -> str:
        try:
            async with asyncio.timeout_at(reading.until):
                return await self._endpoint.ask(
                    repair(reading.asked, shown, best.problems),
                    reading.tally,
                    Asking("repair", REPAIR),
                )
        except TimeoutError:
            raise NoAnswer("timeout", "did not answer in time") from None
