"""A language model as a `ProcessReviser`: asked for changes, repaired up to twice, never trusted.

Whatever goes wrong, plain sentences are read by their form, and the card says so. Neither the
words nor the process nor the key is ever logged.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import openai
import structlog
from openai.types.chat import ChatCompletionMessageParam

from orchestration.ports import ProcessReviser, Revised, RevisionRequest
from orchestration.processes.checks.order import of_circles, of_dependencies, order_of
from orchestration.processes.model import Process
from orchestration.processes.revising.applying import all_applied
from orchestration.processes.revising.changes import MOST_CHANGES
from orchestration.processes.revising.items import usable
from prompts.endpoint import Called, Endpoint, uncounted
from prompts.patience import RETRIES
from prompts.render import hash_of, new_fence, render
from prompts.revision_answer import REVISION
from prompts.revision_listing import Listing, listing_of
from prompts.revision_reading import Reading, read_answer
from prompts.tally import Asking, NoAnswer, Prices, Tally

INSTEAD = "The language model {said}, so only plain sentences were read."
REPAIRS = 2
AT_ONCE = 4
_TEMPLATES = ("revision_system", "revision", "schema")
_ASKED = hash_of(*_TEMPLATES)
_REPAIR = hash_of(*_TEMPLATES, "revision_repair")
_LONGEST_SHOWN = 20_000
_MOST_SAID = 20

log = structlog.get_logger()


class ModelReviser:
    def __init__(
        self,
        client: openai.AsyncOpenAI,
        model: str,
        fallback: ProcessReviser,
        *,
        timeout: float = 90.0,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        fence: Callable[[], str] = new_fence,
        called: Called = uncounted,
        retries: int = RETRIES,
        prices: Prices | None = None,
    ) -> None:
        """`timeout`: seconds for one answer, its tries included, and for waiting for one's turn."""
        self._endpoint = Endpoint(
            client,
            model,
            timeout=timeout,
            pause=pause,
            called=called,
            retries=retries,
            prices=prices,
        )
        self._fallback = fallback
        self._timeout = timeout
        self._fence = fence
        self._room = asyncio.Semaphore(AT_ONCE)

    async def revise(self, request: RevisionRequest) -> Revised:
        """Takes at most three times `timeout`: its turn, then an answer and its repairs."""
        if request.reviser == "outline":
            return await self._fallback.revise(request)
        tally, started = Tally(request.allowance), time.monotonic()
        try:
            read, outcome = await self._in_turn(request, tally)
            revised = Revised(
                changes=tuple(read.changes),
                unclear=tuple(dict.fromkeys((*read.left_out, *read.unclear))),
                reviser=self._endpoint.model,
                calls=tuple(tally.calls),
            )
        except NoAnswer as failure:
            outcome = failure.outcome
            by_form = await self._fallback.revise(request)
            note = INSTEAD.format(said=failure.said)
            revised = by_form.model_copy(update={"note": note, "calls": tuple(tally.calls)})
        log.info(
            "revision read",
            model=self._endpoint.model,
            outcome=outcome,
            calls=len(tally.calls),
            tokens_in=tally.tokens_in,
            tokens_out=tally.tokens_out,
            seconds=round(time.monotonic() - started, 2),
        )
        return revised

    async def _in_turn(self, request: RevisionRequest, tally: Tally) -> tuple[Reading, str]:
        try:
            async with asyncio.timeout(self._timeout):
                await self._room.acquire()
        except TimeoutError:
            raise NoAnswer("busy", "is busy with other texts") from None
        try:
            return await self._read(request, tally)
        finally:
            self._room.release()

    async def _read(self, request: RevisionRequest, tally: Tally) -> tuple[Reading, str]:
        """The best of up to three answers; what is still wrong with it is shown to the person."""
        listing = await asyncio.to_thread(listing_of, request.process)
        until = asyncio.get_running_loop().time() + 2 * self._timeout
        asked: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": render("revision_system", most_changes=MOST_CHANGES)},
            {"role": "user", "content": _words(request, listing, self._fence())},
        ]
        content = await self._endpoint.ask(asked, tally, Asking("revision", _ASKED, REVISION))
        best = read = await asyncio.to_thread(_judged, content, request, listing)
        outcome = "answered"
        for _ in range(REPAIRS):
            if not read.wrong:
                break
            again: list[ChatCompletionMessageParam] = [
                *asked,
                {"role": "assistant", "content": content[:_LONGEST_SHOWN]},
                {
                    "role": "user",
                    "content": render("revision_repair", problems=read.wrong[:_MOST_SAID]),
                },
            ]
            try:
                async with asyncio.timeout_at(until):
                    content = await self._endpoint.ask(
                        again, tally, Asking("repair", _REPAIR, REVISION)
                    )
            except (NoAnswer, TimeoutError) as failure:
                if not best.changes:
                    raise NoAnswer("unusable", "gave no answer that can be used") from failure
                return _shown(best), "not repaired"
            read = await asyncio.to_thread(_judged, content, request, listing)
            if len(read.wrong) <= len(best.wrong) and (read.changes or not best.changes):
                best, outcome = read, "repaired"
        if not best.changes and best.wrong:
            raise NoAnswer("unusable", "answered three times in a form that cannot be used")
        return _shown(best), outcome if not best.wrong else "not repaired"


def _words(request: RevisionRequest, listing: Listing, fence: str) -> str:
    return render(
        "revision",
        fence=fence,
        wish=request.words.encode("utf-8", "replace").decode(),
        listing=listing.lines,
        offered=request.offered,
    )


def _judged(content: str, request: RevisionRequest, listing: Listing) -> Reading:
    """Read, and tried on the process: what cannot be done, or runs in a circle, is wrong too."""
    read = read_answer(content, request, listing.places)
    changes, refused, _ = usable(request.process, read.changes)
    read.wrong += refused
    read.wrong += _new_faults(request.process, all_applied(request.process, changes).process)
    return read


def _new_faults(was: Process, now: Process) -> list[str]:
    had = {str(each) for each in (*of_dependencies(was), *of_circles(order_of(was)))}
    found = [str(each) for each in (*of_dependencies(now), *of_circles(order_of(now)))]
    return [each for each in found if each not in had]


def _shown(read: Reading) -> Reading:
    """Changes that the model could not mend are tried again when the proposal is made, and said
    there; what it referred to and is not there is said here.
    """
    if read.wrong and not read.unclear:
        read.unclear.append("The language model's answer could not be used in every part.")
    return read
