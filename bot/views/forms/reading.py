"""Fields that are checked where they are typed, in the words of the checks of a process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from bot.views.forms.notation import Amiss, read_names, read_outputs, read_values
from orchestration.processes.durations import duration_from, duration_text
from orchestration.processes.expressions import Refusal, parse_expression, templates_in
from orchestration.processes.input_values import Unfit, matches
from orchestration.processes.not_before import is_time
from orchestration.processes.waits_for import is_awaited

_STORE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}(@[1-9]\d{0,8})?")
_PART = re.compile(r"(100|[1-9]\d?) ?%")


def shown_duration(length: timedelta | None) -> str:
    return duration_text(length) if length else ""


def duration(text: str) -> timedelta | None:
    if not text:
        return None
    try:
        return duration_from(text)
    except ValueError as error:
        raise Amiss(f"It {error}.") from error


def condition(text: str) -> str | None:
    """An expression that is true or false."""
    if not text:
        return None
    tree = parse_expression(text)
    if isinstance(tree, Refusal):
        raise Amiss(str(tree))
    return text


def values(text: str) -> dict[str, Any]:
    found = read_values(text)
    _refuse_unreadable(found)
    return found


def outputs(text: str) -> dict[str, Any]:
    names, sources = read_outputs(text)
    _refuse_unreadable(sources)
    return {"outputs": names, "output_values": sources}


def not_before(text: str) -> str | None:
    if text and not is_time(text):
        raise Amiss("Write start + 2d, 17:00 or Thursday 17:00.")
    return text or None


def pattern(text: str) -> str:
    try:
        matches(text, "")
    except Unfit as error:
        raise Amiss(f"It {error}. Patterns know no look-around and no back-references.") from error
    return text


def store_activity(text: str) -> str | None:
    if text and not _STORE.fullmatch(text):
        raise Amiss("Write its id, with a version where it shall stay at one: deploy-service@3.")
    return text or None


def other_phases(text: str) -> tuple[str, ...]:
    names = read_names(text)
    for each in names:
        if not is_awaited(each):
            raise Amiss(f"“{each}” names no release. Write payments.deploy, or WEB-12.")
    return names


def parts_of_the_deadline(text: str) -> tuple[str, ...]:
    names = read_names(text)
    for each in names:
        if not _PART.fullmatch(each):
            raise Amiss(f"“{each}” is no part of the deadline. Write 50%, 75%.")
    return tuple(each.replace(" ", "") for each in names)


def number(text: str) -> float | None:
    if not text:
        return None
    try:
        found = float(text)
    except ValueError as error:
        raise Amiss("It must be a number.") from error
    if not abs(found) < 1e15:
        raise Amiss("It must be a number of at most 15 digits.")
    return found


def shown_number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def whole_number(text: str, least: int, most: int) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Amiss(f"It must be a whole number from {least} to {most:,}.")
    return int(text)


def in_use(label: str, words: Iterable[str]) -> str:
    """A hint with the words that other processes use, so that one thing has one name."""
    said = ", ".join(list(words)[:12])
    return f"{label} In use here: {said}.".strip() if said else label


def _refuse_unreadable(found: Mapping[str, Any]) -> None:
    for path, tree in templates_in(found, ()):
        if isinstance(tree, Refusal):
            raise Amiss(f"{path[0]}: {tree}" if path else str(tree))
