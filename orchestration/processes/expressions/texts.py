"""Values as text: what `~`, `join`, `json` and a text with `{{ … }}` make of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from orchestration.processes.expressions.kinds import Kind, SecretRef, Value, kind_of
from orchestration.processes.expressions.limits import MOST_DEPTH, Steps, check_length
from orchestration.processes.expressions.refusals import Reason, Refused

Shown = Callable[[], str]
"""What a person would call a value: only a refusal asks."""


def as_text(value: Value, at: int, shown: Shown) -> str:
    """The one way in which a value is written; `shown` names it where it cannot."""
    match value:
        case str():
            return value
        case SecretRef():
            raise secret(at, shown())
        case bool():
            return "true" if value else "false"
    match kind_of(value, at):
        case Kind.NUMBER:
            written = repr(value)
            return format(Decimal(written), "f") if "e" in written else written
        case Kind.DATE | Kind.MOMENT:
            return value.isoformat() if isinstance(value, date) else ""
        case Kind.NOTHING:
            raise Refused(
                Reason.WRONG_TYPE,
                at,
                f"{shown()} is null, which is no text.",
                "Say what stands there instead: | default('none').",
            )
        case Kind.LIST:
            mend = "Write its elements with | join(', '), or all of it with | json."
        case _:
            mend = "Name the part that is meant, or write all of it with | json."
    kind = kind_of(value, at)
    raise Refused(Reason.WRONG_TYPE, at, f"{shown()} is {kind}, which is no text.", mend)


def as_json(value: Value, at: int, steps: Steps) -> str:
    """Compact JSON; dates as ISO 8601 text."""
    return json.dumps(
        copied(value, at, steps), ensure_ascii=False, separators=(",", ":"), default=date.isoformat
    )


def copied(value: Value, at: int, steps: Steps, *, depth: int = 0) -> Value:
    """The value in plain dicts and lists of its own, if it is not too long, too deep or secret."""
    if isinstance(value, str):
        check_length(len(value), at)
        steps.take(1 + len(value) // 100, at)
        return value
    steps.take(1, at)
    match kind_of(value, at):
        case Kind.SECRET:
            raise secret(at, "A part of it")
        case Kind.LIST | Kind.OBJECT if depth == MOST_DEPTH:
            raise Refused(
                Reason.LIMIT,
                at,
                f"The value is nested deeper than {MOST_DEPTH}.",
                "Name the part that is meant.",
            )
    if isinstance(value, Mapping):
        return {str(key): copied(each, at, steps, depth=depth + 1) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [copied(each, at, steps, depth=depth + 1) for each in value]
    return value


def secret(at: int, shown: str) -> Refused:
    return Refused(
        Reason.SECRET,
        at,
        f"{shown} is secret: it is never joined, compared, filtered or put into a text.",
        "Pass it on alone, as the whole of a value: {{ inputs.token }}.",
    )
