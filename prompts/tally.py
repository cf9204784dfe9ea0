"""What a reading may take and what it took, call by call: tokens, money, seconds and words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from openai.types.chat import ChatCompletionMessageParam

from orchestration.ports import AS_MUCH_AS_IT_TAKES, Allowance, CallPurpose, ModelCall
from prompts.completion import Completion
from prompts.rungs import DRAFT, Form

_BYTES_A_TOKEN: Final = 4
"""A rule of thumb, for endpoints that do not count."""
_MILLION: Final = 1_000_000


class NoAnswer(Exception):  # noqa: N818 - a claim about the model, told on the draft
    """The model gave nothing to read from; `said` completes "The language model …"."""

    def __init__(self, outcome: str, said: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.said = said


class Asking(NamedTuple):
    """What a call is for, the hash of its templates, and the form of its answer."""

    purpose: CallPurpose
    template: str
    form: Form = DRAFT


class Prices(NamedTuple):
    """Of a million tokens, in whatever currency the operator counts."""

    tokens_in: Decimal
    tokens_out: Decimal

    def of(self, tokens_in: int, tokens_out: int) -> Decimal:
        return (self.tokens_in * tokens_in + self.tokens_out * tokens_out) / _MILLION


class Tally:
    """What one reading took so far, held against what it may take."""

    def __init__(self, allowance: Allowance = AS_MUCH_AS_IT_TAKES) -> None:
        self._allowance = allowance
        self.calls: list[ModelCall] = []

    @property
    def tokens_in(self) -> int:
        return sum(each.tokens_in for each in self.calls)

    @property
    def tokens_out(self) -> int:
        return sum(each.tokens_out for each in self.calls)

    def afford(self, messages: Sequence[ChatCompletionMessageParam]) -> None:
        """Raises `NoAnswer` where these messages alone are more than what is left."""
        left = self._allowance.tokens
        if left is None:
            return
        if tokens_in(messages) + self.tokens_in + self.tokens_out <= left:
            return
        if self._allowance.of == "day":
            raise NoAnswer("budget", "was not asked, since today's budget of tokens is spent")
        raise NoAnswer("budget", "was not asked, since this is more than one draft may take")

    def count(
        self,
        asking: Asking,
        model: str,
        messages: Sequence[ChatCompletionMessageParam],
        completion: Completion,
        *,
        outcome: str,
        seconds: float,
        prices: Prices | None,
    ) -> ModelCall:
        """Note one call; where the endpoint does not count tokens, they are estimated."""
        asked, answered = completion.tokens_in, completion.tokens_out
        if completion.content:
            asked = asked or tokens_in(messages)
            answered = answered or _tokens(completion.content)
        call = ModelCall(
            purpose=asking.purpose,
            template=asking.template,
            model=model,
            tokens_in=asked,
            tokens_out=answered,
            seconds=round(seconds, 3),
            outcome=outcome,
            cost=prices.of(asked, answered) if prices else None,
            asked="\n\n".join(_said(messages)),
            answered=completion.content or completion.refusal,
        )
        self.calls.append(call)
        return call


def tokens_in(messages: Sequence[ChatCompletionMessageParam]) -> int:
    """About how many tokens these messages are."""
    return sum(_tokens(str(each.get("content") or "")) for each in messages)


def _said(messages: Sequence[ChatCompletionMessageParam]) -> list[str]:
    return [f"[{each['role']}]\n{each.get('content') or ''}" for each in messages]


def _tokens(text: str) -> int:
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN)
