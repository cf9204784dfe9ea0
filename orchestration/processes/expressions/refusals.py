"""Why an expression has no value: a small value with its place, and the exception inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from orchestration.values import plain_line

LONGEST_SENTENCE = 300
"""Characters, whatever is quoted in it."""


class Reason(StrEnum):
    SYNTAX = "syntax"
    """It is not written as docs/expressions.md says."""
    LIMIT = "limit"
    """It is too long, too deep, takes too many steps or has too long a result."""
    UNKNOWN = "unknown"
    """It names a filter, or a kind of data, that does not exist."""
    MISSING = "missing"
    """It reads a value that is not there; `default` mends only this."""
    WRONG_TYPE = "wrong_type"
    SECRET = "secret"  # noqa: S105 - a word, not a password
    """It does more with a secret than passing it on."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a person reads instead of a value."""

    reason: Reason
    at: int
    """Characters before the place that it is about, in the text as it was given."""
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what} {self.mend}".rstrip()


class Refused(Exception):  # noqa: N818 - a claim about the expression; never leaves this package
    """A refusal on its way to whoever parses or evaluates.

    A remedy that has to be looked for is a function: where a `default` stands in, nobody asks.
    """

    def __init__(self, reason: Reason, at: int, what: str, mend: str | Callable[[], str]) -> None:
        super().__init__(what)
        self.reason, self._at, self._what, self._mend = reason, at, what, mend

    @property
    def refusal(self) -> Refusal:
        mend = self._mend if isinstance(self._mend, str) else self._mend()
        return Refusal(
            self.reason,
            self._at,
            plain_line(self._what, LONGEST_SENTENCE),
            plain_line(mend, LONGEST_SENTENCE),
        )
