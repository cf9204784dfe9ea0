"""What an endpoint answers, whole or piece by piece, read by models of ours.

Ours, since a server that is not quite compatible must fail in words, not in an AttributeError.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import jiter
from pydantic import BaseModel, Field, ValidationError

Heard = Callable[[str], Awaitable[None]]
"""Told what of the answer has come so far, as it comes; what it raises ends the call."""


async def unheard(_so_far: str) -> None:
    """Where nobody waits for the pieces."""


class CutOff(Exception):  # noqa: N818 - what became of the answer, and no reason to crash
    """The answer stopped before its end: another try may get it whole."""


class NoCompletion(ValueError):  # noqa: N818 - a claim about what was answered
    """What came is not the answer of a chat."""


@dataclass(slots=True)
class Completion:
    content: str = ""
    refusal: str = ""
    finish_reason: str = ""
    tokens_in: int = 0
    tokens_out: int = 0


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Whole(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None


class _Part(BaseModel):
    delta: _Message | None = None
    finish_reason: str | None = None


class _Piece(BaseModel):
    choices: list[_Part] = []
    usage: _Usage | None = None


def whole(body: bytes, completion: Completion) -> None:
    """Take an answer that came at once; raises `NoCompletion`."""
    try:
        answered = _Whole.model_validate_json(body)
    except ValidationError as error:
        raise NoCompletion from error
    choice = answered.choices[0]
    _take(completion, choice.message, choice.finish_reason, answered.usage)


async def streamed(
    pieces: AsyncIterator[object], completion: Completion, heard: Heard, *, stall: float
) -> None:
    """Put the answer together in `completion`; raises `NoCompletion`, or `CutOff` where it ends.

    `stall`: seconds without any piece, after the first, that end it: who began to write and says
    nothing for so long has been cut off by something between us that does not say so. Tokens are
    counted where the endpoint tells them, mostly with the last piece.
    """
    patience: float | None = None
    while True:
        try:
            async with asyncio.timeout(patience):
                found = await anext(pieces, None)
        except TimeoutError:
            raise CutOff from None
        except ValueError as error:  # a line that is not JSON
            raise NoCompletion from error
        if found is None:
            break
        patience = stall
        if _takes(completion, found):
            await heard(completion.content)
    if not (completion.finish_reason or _is_json(completion.content)):
        raise CutOff


def _takes(completion: Completion, found: object) -> bool:
    """True where the piece has some of the answer."""
    try:
        piece = _Piece.model_validate(found)
    except ValidationError as error:
        raise NoCompletion from error
    before = len(completion.content)
    part = piece.choices[0] if piece.choices else _Part()
    _take(completion, part.delta or _Message(), part.finish_reason, piece.usage)
    return len(completion.content) > before


def _take(
    completion: Completion, said: _Message, finish_reason: str | None, usage: _Usage | None
) -> None:
    completion.content += said.content or ""
    completion.refusal += said.refusal or ""
    completion.finish_reason = finish_reason or completion.finish_reason
    if usage:
        completion.tokens_in = max(usage.prompt_tokens, 0)
        completion.tokens_out = max(usage.completion_tokens, 0)


def _is_json(content: str) -> bool:
    """Some endpoints never say that they have finished."""
    try:
        jiter.from_json(content.encode())
    except ValueError:
        return False
    return True
