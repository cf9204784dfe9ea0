"""One endpoint that speaks OpenAI's Chat Completions: asks it, tries again, and says what failed.

Chat Completions is what every compatible server gets right. What comes back is read by a model of
ours, since a server that is not quite compatible must fail in words, not in an AttributeError.
"""

from __future__ import annotations

import asyncio
import email.utils
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import openai
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel, Field, ValidationError

from prompts.answer import strict_schema

RETRIES = 2
LONGEST_WAIT = 20.0
"""Seconds: whoever asks for more patience than this is not asked again."""
TEMPERATURE = 0.1
_ABOUT_THE_SCHEMA = ("schema", "response_format", "grammar")


class NoAnswer(Exception):  # noqa: N818 - a claim about the model, told on the draft
    """The model gave nothing to read from; `said` completes "The language model …"."""

    def __init__(self, outcome: str, said: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.said = said


@dataclass(slots=True)
class Tally:
    """What one draft cost, for the log."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


Called = Callable[[str, int, int], None]
"""Told of each call: how it ended, its tokens in and out."""


def uncounted(_outcome: str, _tokens_in: int, _tokens_out: int) -> None:
    """Where nobody counts."""


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


class Endpoint:
    def __init__(
        self,
        client: openai.AsyncOpenAI,
        model: str,
        *,
        timeout: float,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        called: Called = uncounted,
    ) -> None:
        """`timeout`: seconds for one answer, tries and pauses included."""
        self._called = called
        self._client = client.with_options(max_retries=0, timeout=timeout)
        self._timeout = timeout
        self._pause = pause
        self.model = model
        self._takes_bounds = True
        self._takes_temperature = True

    async def ask(self, messages: Sequence[ChatCompletionMessageParam], tally: Tally) -> str:
        """The text of the answer; raises `NoAnswer`."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._patiently(messages, tally)
        except TimeoutError:
            raise NoAnswer("timeout", "did not answer in time") from None

    async def _patiently(self, messages: Sequence[ChatCompletionMessageParam], tally: Tally) -> str:
        tries = 0
        while True:
            try:
                with self._counted(tally):
                    return _content_of(await self._once(messages, tally), tally)
            except openai.APITimeoutError:
                raise TimeoutError from None
            except openai.BadRequestError as error:
                if not self._learned_from(error):
                    raise _failure(error) from None
            except openai.OpenAIError as error:
                wait = _wait_after(error, tries)
                if wait is None:
                    raise _failure(error) from None
                tries += 1
                await self._pause(wait)

    @contextmanager
    def _counted(self, tally: Tally) -> Iterator[None]:
        """Each call once, whatever becomes of it; tokens also of an answer that cannot be used."""
        tokens_in, tokens_out, outcome = tally.tokens_in, tally.tokens_out, "answered"
        try:
            yield
        except NoAnswer as failure:
            outcome = failure.outcome
            raise
        except openai.OpenAIError as error:
            timed_out = isinstance(error, openai.APITimeoutError)
            outcome = "timeout" if timed_out else _failure(error).outcome
            raise
        except asyncio.CancelledError:
            outcome = "timeout"
            raise
        finally:
            self._called(outcome, tally.tokens_in - tokens_in, tally.tokens_out - tokens_out)

    async def _once(self, messages: Sequence[ChatCompletionMessageParam], tally: Tally) -> str:
        tally.calls += 1
        raw = await self._client.chat.completions.with_raw_response.create(
            model=self.model,
            messages=list(messages),
            response_format={
                "type": "json_schema",
                "json_schema": {
                    "name": "process_draft",
                    "strict": True,
                    "schema": strict_schema(bounded=self._takes_bounds),
                },
            },
            temperature=TEMPERATURE if self._takes_temperature else openai.omit,
        )
        return raw.text

    def _learned_from(self, error: openai.BadRequestError) -> bool:
        """Some endpoints refuse bounds in a strict schema, some models any temperature.

        Remembered for as long as we run; True: ask again without.
        """
        about = f"{error.param or ''} {error.message}".lower()
        if self._takes_temperature and "temperature" in about:
            self._takes_temperature = False
        elif self._takes_bounds and any(each in about for each in _ABOUT_THE_SCHEMA):
            self._takes_bounds = False
        else:
            return False
        return True


def _content_of(body: str, tally: Tally) -> str:
    try:
        completion = _Completion.model_validate_json(body)
    except ValidationError:
        raise NoAnswer("no completion", "answered in a form that is not a chat's") from None
    if completion.usage:
        tally.tokens_in += completion.usage.prompt_tokens
        tally.tokens_out += completion.usage.completion_tokens
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise NoAnswer("refusal", "declined to read this text")
    if choice.finish_reason == "length":
        raise NoAnswer("truncated", "could not finish its answer: it was cut off at its limit")
    return choice.message.content or ""


def _wait_after(error: openai.OpenAIError, tries: int) -> float | None:
    """Seconds until another try; None where it would be in vain, or is asked for too late."""
    if tries >= RETRIES:
        return None
    match error:
        case openai.RateLimitError() if error.code == "insufficient_quota":
            return None
        case openai.RateLimitError() | openai.InternalServerError():
            wait = _retry_after(error.response.headers.get("retry-after"))
            wait = 2.0**tries if wait is None else wait
            return wait if wait <= LONGEST_WAIT else None
        case openai.APIConnectionError():
            return 2.0**tries
        case _:
            return None


def _retry_after(header: str | None) -> float | None:
    """RFC 9110 10.2.3: seconds, or a date."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    try:
        at = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)


def _failure(error: openai.OpenAIError) -> NoAnswer:
    """In calm words of ours: what an endpoint says may hold a part of the key."""
    match error:
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
