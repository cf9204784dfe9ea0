"""The kinds of value there are, and what each is called; anything else is no value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from orchestration.processes.expressions.limits import MOST_BITS
from orchestration.processes.expressions.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class SecretRef:
    """Where a secret lies (`env:NAME`); whoever uses it resolves it then, and keeps it nowhere."""

    reference: str


Value: TypeAlias = (
    bool | int | float | str | date | SecretRef | Sequence["Value"] | Mapping[str, "Value"] | None
)
"""JSON, and dates (a `datetime` is one too, and must know its zone)."""


class Kind(StrEnum):
    """Each is its own article and noun, for sentences."""

    NOTHING = "null"
    BOOLEAN = "a boolean"
    NUMBER = "a number"
    TEXT = "a text"
    DATE = "a date"
    MOMENT = "a date with time"
    LIST = "a list"
    OBJECT = "an object"
    SECRET = "a secret"  # noqa: S105 - a word, not a password


_EXACT: dict[type, Kind] = {
    type(None): Kind.NOTHING,
    bool: Kind.BOOLEAN,
    str: Kind.TEXT,
    date: Kind.DATE,
    list: Kind.LIST,
    tuple: Kind.LIST,
    dict: Kind.OBJECT,
    SecretRef: Kind.SECRET,
}
ANY = frozenset(Kind) - {Kind.SECRET}


def kind_of(value: object, at: int) -> Kind:
    """The kind of a value; raises `Refused` for what is none, without looking into it."""
    kind = _EXACT.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, int) and value.bit_length() <= MOST_BITS:
        return Kind.NUMBER
    if isinstance(value, float) and math.isfinite(value):
        return Kind.NUMBER
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return Kind.MOMENT
    if isinstance(value, Mapping):
        return Kind.OBJECT
    raise Refused(Reason.WRONG_TYPE, at, f"This {_foreign(value)}.", "Pass on JSON and dates only.")


def _foreign(value: object) -> str:
    match value:
        case int():
            return f"is a number of more than {MOST_BITS} bits"
        case float():
            return "is not a finite number"
        case datetime():
            return "is a time without its zone"
        case _:
            return f"holds something that is no value of an expression ({type(value).__name__})"
