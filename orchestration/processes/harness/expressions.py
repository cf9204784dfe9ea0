"""Harness expressions as ours: what `<+…>` and `${…}` hold, in the words of docs/expressions.md."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.processes.expressions import parse_expression, printed
from orchestration.processes.expressions.refusals import Refusal
from orchestration.processes.expressions.tree import Expression, Joined, Literal
from orchestration.processes.harness.parser import Parser, Reading
from orchestration.processes.harness.tokens import Token, Untranslatable, tokens_of


@dataclass(frozen=True, slots=True)
class Translated:
    """The expression in our words, without brackets round it."""

    tree: Expression
    readings: tuple[Reading, ...]
    end: int
    """Where the source goes on."""

    def __str__(self) -> str:
        return printed(self.tree)


def translated_condition(source: str) -> Translated:
    """The whole text as something that is true or false; raises `Untranslatable`."""
    found = _translated(tokens_of(source), condition=True)
    if isinstance(found.tree, Joined) or (
        isinstance(found.tree, Literal) and not isinstance(found.tree.value, bool)
    ):
        raise Untranslatable(f"{found} is neither true nor false.", "Write what it depends on.")
    return found


def translated_bracket(source: str, start: int) -> Translated:
    """The bracket that opens at `start`; raises `Untranslatable`."""
    return _translated(tokens_of(source, start, bracket=True), condition=False)


def _translated(words: tuple[list[Token], int], *, condition: bool) -> Translated:
    tokens, end = words
    parser = Parser(tokens)
    tree = parser.whole(condition=condition)
    if isinstance(parse_expression(text := printed(tree)), Refusal):
        raise Untranslatable(f"“{text}” is not an expression here.")
    return Translated(tree, tuple(parser.readings.values()), end)
