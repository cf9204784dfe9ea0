"""Whole documents with expressions in their texts: what an activity's `inputs` map says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.processes.expressions.evaluation import Data
from orchestration.processes.expressions.kinds import Value
from orchestration.processes.expressions.limits import MOST_DEPTH
from orchestration.processes.expressions.reading import parse_template, render
from orchestration.processes.expressions.refusals import Reason, Refusal
from orchestration.processes.expressions.tree import Step, Template

Place = tuple[Step, ...]
"""Names and indexes down to a text in a document."""
_TOO_DEEP = Refusal(
    Reason.LIMIT, 0, f"This is nested deeper than {MOST_DEPTH}.", "Split it into several inputs."
)


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A text of the document that has no value."""

    place: Place
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Filled:
    """The document with its values in it; usable only where nothing is `unfilled`."""

    value: Value
    unfilled: tuple[Unfilled, ...] = ()


def filled(document: Value, data: Data) -> Filled:
    """Every text rendered; the names in objects stay as they are. All that is wrong, at once."""
    unfilled: list[Unfilled] = []
    value = _filled(document, data, (), unfilled)
    return Filled(value, tuple(unfilled))


def templates_in(document: Value, place: Place = ()) -> Iterator[tuple[Place, Template | Refusal]]:
    """Every text of the document, read: for `check_process`."""
    if len(place) > MOST_DEPTH:
        yield place, _TOO_DEEP
    elif isinstance(document, str):
        yield place, parse_template(document)
    else:
        for step, each in _parts(document):
            yield from templates_in(each, (*place, step))


def _filled(document: Value, data: Data, place: Place, unfilled: list[Unfilled]) -> Value:
    if len(place) > MOST_DEPTH:
        unfilled.append(Unfilled(place, _TOO_DEEP))
        return None
    if isinstance(document, str):
        template = parse_template(document)
        value = template if isinstance(template, Refusal) else render(template, data)
        if not isinstance(value, Refusal):
            return value
        unfilled.append(Unfilled(place, value))
        return None
    if isinstance(document, Mapping):
        return {key: _filled(each, data, (*place, key), unfilled) for key, each in document.items()}
    if isinstance(document, list | tuple):
        return [_filled(each, data, (*place, n), unfilled) for n, each in enumerate(document)]
    return document


def _parts(document: Value) -> Iterator[tuple[Step, Value]]:
    if isinstance(document, Mapping):
        yield from document.items()
    elif isinstance(document, list | tuple):
        yield from enumerate(document)
