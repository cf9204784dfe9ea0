"""The filters: what each takes, what it is given, and what it makes of it. The list is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from orchestration.processes.expressions import conversions
from orchestration.processes.expressions.dates import formatted
from orchestration.processes.expressions.kinds import ANY, Kind, Value
from orchestration.processes.expressions.limits import Steps, check_length
from orchestration.processes.expressions.refusals import Reason, Refused
from orchestration.processes.expressions.texts import Shown, as_json, as_text

_TEXT = frozenset({Kind.TEXT})
_LIST = frozenset({Kind.LIST})
_DATED = frozenset({Kind.DATE, Kind.MOMENT, Kind.TEXT})
_SIZED = frozenset({Kind.TEXT, Kind.LIST, Kind.OBJECT})


@dataclass(frozen=True, slots=True)
class Called:
    """One use of a filter: its place, what is left of the work, and what its operand is called."""

    at: int
    steps: Steps
    shown: Shown


@dataclass(frozen=True, slots=True)
class Filter:
    usage: str
    takes: frozenset[Kind]
    apply: Callable[..., Value]
    """Of a `Called`, the operand and the arguments, each of the kinds that it takes."""
    arguments: tuple[frozenset[Kind], ...] = ()
    least_arguments: int = 0


def _replaced(use: Called, text: str, old: str, new: str) -> str:
    if not old:
        raise Refused(
            Reason.WRONG_TYPE, use.at, "Nothing cannot be replaced.", "Name the text to replace."
        )
    check_length(len(text) + text.count(old) * (len(new) - len(old)), use.at)
    return text.replace(old, new)


def _split(use: Called, text: str, separator: str) -> list[str]:
    if not separator:
        raise Refused(
            Reason.WRONG_TYPE, use.at, "A text is not split at nothing.", "Name the separator."
        )
    use.steps.take(text.count(separator), use.at)
    return text.split(separator)


def _put_together(use: Called, items: Sequence[Value], separator: str = "") -> str:
    use.steps.take(len(items), use.at)
    pieces: list[str] = []
    length = 0
    for n, each in enumerate(items):
        piece = as_text(each, use.at, partial(_element, use, n))
        length += len(piece) + len(separator)
        check_length(length - len(separator), use.at)
        pieces.append(piece)
    return separator.join(pieces)


def _element(use: Called, n: int) -> str:
    return f"Element {n} of {use.shown()}"


def _end(n: int) -> Callable[[Called, Sequence[Value]], Value]:
    def taken(use: Called, items: Sequence[Value]) -> Value:
        if not items:
            raise Refused(
                Reason.MISSING,
                use.at,
                f"{use.shown()} is an empty list.",
                "Say what stands there instead: | default('none').",
            )
        return items[n]

    return taken


def _length(_use: Called, sized: str | Sequence[Any] | Mapping[str, Any]) -> int:
    return len(sized)


def _format(use: Called, when: date | datetime | str, pattern: str) -> str:
    return formatted(when, pattern, use.at)


FILTERS: Mapping[str, Filter] = {
    "boolean": Filter(
        "boolean",
        frozenset({Kind.TEXT, Kind.BOOLEAN}),
        lambda use, value: conversions.boolean(value, use.at),
    ),
    "date": Filter("date", _DATED, lambda use, value: conversions.day(value, use.at)),
    "default": Filter("default(VALUE)", ANY, lambda _use, value, _other: value, (ANY,), 1),
    "ends-with": Filter(
        "ends-with(TEXT)", _TEXT, lambda _use, text, end: text.endswith(end), (_TEXT,), 1
    ),
    "first": Filter("first", _LIST, _end(0)),
    "format": Filter("format('%Y-%m-%d')", _DATED, _format, (_TEXT,), 1),
    "join": Filter("join(', ')", _LIST, _put_together, (_TEXT,)),
    "json": Filter("json", ANY, lambda use, value: as_json(value, use.at, use.steps)),
    "last": Filter("last", _LIST, _end(-1)),
    "length": Filter("length", _SIZED, _length),
    "lower": Filter("lower", _TEXT, lambda _use, text: text.lower()),
    "number": Filter(
        "number",
        frozenset({Kind.TEXT, Kind.NUMBER}),
        lambda use, value: conversions.number(value, use.at),
    ),
    "replace": Filter("replace(OLD, NEW)", _TEXT, _replaced, (_TEXT, _TEXT), 2),
    "split": Filter("split(SEPARATOR)", _TEXT, _split, (_TEXT,), 1),
    "starts-with": Filter(
        "starts-with(TEXT)", _TEXT, lambda _use, text, start: text.startswith(start), (_TEXT,), 1
    ),
    "text": Filter("text", ANY, lambda use, value: as_text(value, use.at, use.shown)),
    "trim": Filter("trim", _TEXT, lambda _use, text: text.strip()),
    "upper": Filter("upper", _TEXT, lambda _use, text: text.upper()),
}
