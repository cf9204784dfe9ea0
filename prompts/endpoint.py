"""One endpoint that speaks OpenAI's Chat Completions: asks it, tries again, and says what failed.

Chat Completions is what every compatible server gets right. The answer is asked for as a stream;
where an endpoint answers at once all the same, or refuses to stream, that is as good.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx
import openai
from openai.types.chat import ChatCompletionMessageParam

from orchestration.ports import DraftingStopped
from prompts.completion import (
    Completion,
    CutOff,
    Heard,
    NoCompletion,
    streamed,
    unheard,
    whole,
)
from prompts.hearing import STOPPED, Pace
from prompts.patience import RETRIES, wait_after
from prompts.rungs import RUNGS, Form, refuses_the_form
from prompts.tally import Asking, NoAnswer, Prices, Tally

__all__ = ["Asking", "Called", "Endpoint", "NoAnswer", "Prices", "Tally", "uncounted"]

TEMPERATURE = 0.1


Called = Callable[[str, int, int], None]
"""Told of each call: how it ended, its tokens in and out."""


def uncounted(_outcome: str, _tokens_in: int, _tokens_out: int) -> None:
    """Where nobody counts."""


class Endpoint:
    def __init__(
        self,
        client: openai.AsyncOpenAI,
        model: str,
        *,
        timeout: float,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        called: Called = uncounted,
        stall: float = Pace().stall,
        prices: Prices | None = None,
        retries: int = RETRIES,
    ) -> None:
        """`timeout`: seconds for one answer, tries and pauses included."""
        self._called = called
        self._client = client.with_options(max_retries=0, timeout=timeout)
        self._timeout = timeout
        self._pause = pause
        self._prices = prices
        self._retries = retries
        self.model = model
        self._rung = 0
        self._stall = stall
        self._takes_temperature = True
        self._streams = True
        self._tells_usage = True

    async def ask(
        self,
        messages: Sequence[ChatCompletionMessageParam],
        tally: Tally,
        asking: Asking,
        heard: Heard = unheard,
    ) -> str:
        """The text of the answer; raises `NoAnswer`.

        `heard` is told what has come so far. An answer that is asked for again begins anew there.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._patiently(messages, tally, asking, heard)
        except TimeoutError:
            raise NoAnswer("timeout", "did not answer in time") from None

    async def _patiently(
        self,
        messages: Sequence[ChatCompletionMessageParam],
        tally: Tally,
        asking: Asking,
        heard: Heard,
    ) -> str:
        tries = 0
        while True:
            rung = self._rung
            tally.afford(messages)
            try:
                with self._counted(tally, asking, messages) as completion:
                    await self._once(messages, rung, asking.form, completion, heard)
                    return _content_of(completion)
            except openai.APITimeoutError:
                raise TimeoutError from None
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if not self._learned_from(error, rung):
                    raise _failure(error) from None
            except (openai.OpenAIError, CutOff) as error:
                wait = wait_after(error, tries, self._retries)
                if wait is None:
                    raise _failure(error) from None
                tries += 1
                await self._pause(wait)

    @contextmanager
    def _counted(
        self, tally: Tally, asking: Asking, messages: Sequence[ChatCompletionMessageParam]
    ) -> Iterator[Completion]:
        """Each call once, whatever becomes of it; tokens also of an answer that cannot be used."""
        completion, outcome, began = Completion(), "answered", time.monotonic()
        try:
            yield completion
        except NoAnswer as failure:
            outcome = failure.outcome
            raise
        except (openai.OpenAIError, CutOff) as error:
            timed_out = isinstance(error, openai.APITimeoutError)
            outcome = "timeout" if timed_out else _failure(error).outcome
            raise
        except DraftingStopped:
            outcome = "stopped"
            raise
        except asyncio.CancelledError as ended:
            outcome = "stopped" if STOPPED in ended.args else "timeout"
            raise
        finally:
            call = tally.count(
                asking,
                self.model,
                messages,
                completion,
                outcome=outcome,
                seconds=time.monotonic() - began,
                prices=self._prices,
            )
            self._called(outcome, call.tokens_in, call.tokens_out)

    async def _once(
        self,
        messages: Sequence[ChatCompletionMessageParam],
        rung: int,
        form: Form,
        completion: Completion,
        heard: Heard,
    ) -> None:
        """Fill `completion`, piece by piece or with what the endpoint answered at once."""
        way = RUNGS[rung]
        with_usage = self._streams and self._tells_usage
        raw = await self._client.chat.completions.with_raw_response.create(
            model=self.model,
            messages=way.told(messages, form),
            response_format=way.response_format(form),
            temperature=TEMPERATURE if self._takes_temperature else openai.omit,
            stream=self._streams,
            stream_options={"include_usage": True} if with_usage else openai.omit,
        )
        try:
            if "text/event-stream" not in raw.headers.get("content-type", ""):
                whole(await raw.http_response.aread(), completion)
                await heard(completion.content)
                return
            async with raw.parse(to=openai.AsyncStream[object]) as pieces:
                await streamed(aiter(pieces), completion, heard, stall=self._stall)
        except openai.APITimeoutError:
            raise
        except (openai.APIError, httpx.HTTPError) as error:  # it had begun to answer
            raise CutOff from error
        except NoCompletion:
            raise NoAnswer("no completion", "answered in a form that is not a chat's") from None

    def _learned_from(self, error: openai.APIStatusError, rung: int) -> bool:
        """Some endpoints refuse the form of the answer, some to stream, some models a temperature.

        Remembered for as long as we run; True: ask again without. Of two who are refused at the
        same rung at once, one steps down for both.
        """
        about = f"{getattr(error, 'param', None) or ''} {error.message}".lower()
        if self._takes_temperature and "temperature" in about:
            self._takes_temperature = False
        elif self._streams and self._tells_usage and "stream_options" in about:
            self._tells_usage = False
        elif self._streams and "stream" in about:
            self._streams = False
        elif rung + 1 < len(RUNGS) and refuses_the_form(error):
            self._rung = max(self._rung, rung + 1)
        else:
            return False
        return True


def _content_of(completion: Completion) -> str:
    if completion.refusal or completion.finish_reason == "content_filter":
        raise NoAnswer("refusal", "declined to read this text")
    if completion.finish_reason == "length":
        raise NoAnswer("truncated", "could not finish its answer: it was cut off at its limit")
    return completion.content


def _failure(error: openai.OpenAIError | CutOff) -> NoAnswer:
    """In calm words of ours: what an endpoint says may hold a part of the key."""
    match error:
        case CutOff():
            return NoAnswer("cut off", "stopped in the middle of its answer, each time")
        case openai.APIConnectionError():
            return NoAnswer("connection", "could not be reached")
        case openai.RateLimitError() if error.code == "insufficient_quota":
            return NoAnswer("quota", "was not asked, since the quota of our key is spent")
        case openai.APIStatusError():
            return NoAnswer(
                f"http {error.status_code}", _SAID.get(error.status_code, _failed(error))
            )
        case _:
            return NoAnswer(type(error).__name__, "could not be asked")


_SAID = {
    400: "could not take this request",
    401: "did not accept our key (an operator can mend OPENAI_API_KEY)",
    403: "did not accept our key (an operator can mend OPENAI_API_KEY)",
    404: "was not found at its address (an operator can mend OPENAI_MODEL or OPENAI_BASE_URL)",
    413: "could not take a text of this length",
    429: "has too much to do at the moment",
}


def _failed(error: openai.APIStatusError) -> str:
    whose = "its service failed" if error.status_code >= 500 else "its service declined"
    return f"gave no answer: {whose} (HTTP {error.status_code})"
