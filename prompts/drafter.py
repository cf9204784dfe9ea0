"""A language model as a `ProcessDrafter`: asked once, repaired once, and never trusted.

Whatever goes wrong, the answer is the outline drafter's with a sentence that says so: a person who
pasted a text gets a draft. Neither the text nor the key is ever logged.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import openai
import structlog
from openai.types.chat import ChatCompletionMessageParam

from orchestration.ports import Drafted, ProcessDrafter
from orchestration.processes.proposal import ProcessDraft
from prompts.answer import MOST_ACTIVITIES, MOST_PHASES
from prompts.endpoint import Called, Endpoint, NoAnswer, Tally, uncounted
from prompts.judging import Judgement, judge
from prompts.proposing import proposal_of
from prompts.render import new_fence, render
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
_LONGEST_SHOWN = 60_000
"""Letters of an unusable answer that are shown to the model again."""

log = structlog.get_logger()


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
    ) -> None:
        """`timeout`: seconds for one answer, its tries included, and for waiting for one's turn."""
        self._endpoint = Endpoint(client, model, timeout=timeout, pause=pause, called=called)
        self._fallback = fallback
        self._timeout = timeout
        self._fence = fence
        self._room = asyncio.Semaphore(AT_ONCE)

    async def draft(self, text: str) -> Drafted:
        """Takes at most three times `timeout`: its turn, an answer, a repair."""
        text = text.encode("utf-8", "replace").decode()
        tally = Tally()
        started = time.monotonic()
        try:
            proposal, outcome = await self._in_turn(text, tally)
            drafted = Drafted(proposal=proposal, drafter=self._endpoint.model, note=NOTE)
        except NoAnswer as failure:
            outcome = failure.outcome
            read = await self._fallback.draft(text)
            drafted = read.model_copy(update={"note": INSTEAD.format(said=failure.said)})
        log.info(
            "draft read",
            model=self._endpoint.model,
            outcome=outcome,
            calls=tally.calls,
            tokens_in=tally.tokens_in,
            tokens_out=tally.tokens_out,
            seconds=round(time.monotonic() - started, 2),
        )
        return drafted

    async def _in_turn(self, text: str, tally: Tally) -> tuple[ProcessDraft, str]:
        try:
            async with asyncio.timeout(self._timeout):
                await self._room.acquire()
        except TimeoutError:
            raise NoAnswer("busy", "is busy with other drafts") from None
        try:
            return await self._read(text, tally)
        finally:
            self._room.release()

    async def _read(self, text: str, tally: Tally) -> tuple[ProcessDraft, str]:
        source = await asyncio.to_thread(Source, text)
        asked: list[ChatCompletionMessageParam] = [
            {
                "role": "system",
                "content": render(
                    "draft_system", most_phases=MOST_PHASES, most_activities=MOST_ACTIVITIES
                ),
            },
            {"role": "user", "content": render("draft_user", fence=self._fence(), text=text)},
        ]
        content = await self._endpoint.ask(asked, tally)
        judged = await asyncio.to_thread(judge, content, source)
        outcome = "answered"
        if judged.worth_repairing:
            judged, outcome = await self._repaired(asked, content, judged, source, tally)
        if judged.answer is None:
            raise NoAnswer("unusable", "answered twice in a form that cannot be used")
        if not judged.usable:
            raise NoAnswer("nothing found", "found no steps in this text")
        return await asyncio.to_thread(proposal_of, judged.answer, source), outcome

    async def _repaired(
        self,
        asked: list[ChatCompletionMessageParam],
        content: str,
        first: Judgement,
        source: Source,
        tally: Tally,
    ) -> tuple[Judgement, str]:
        """The better of two answers; where the second never came, the first as far as it goes."""
        repair: list[ChatCompletionMessageParam] = [
            *asked,
            {"role": "assistant", "content": content[:_LONGEST_SHOWN]},
            {"role": "user", "content": render("repair", problems=first.problems)},
        ]
        try:
            again = await self._endpoint.ask(repair, tally)
        except NoAnswer as failure:
            if not first.usable:
                raise
            return first, f"not repaired: {failure.outcome}"
        second = await asyncio.to_thread(judge, again, source)
        if second.better_than(first):
            return second, "repaired"
        return first, "not repaired"
