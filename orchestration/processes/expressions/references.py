"""What an expression reads, known without evaluating it: for `check_process`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from orchestration.processes.expressions.printing import spelled
from orchestration.processes.expressions.tree import (
    AllOf,
    AnyOf,
    Comparison,
    Expression,
    Filtered,
    Joined,
    ListOf,
    Literal,
    Not,
    Path,
    Step,
    Template,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reading of the data."""

    path: tuple[Step, ...]
    at: int
    has_default: bool
    """A `default` stands in for it where it is not there."""

    def __str__(self) -> str:
        return spelled(self.path)


def references(tree: Expression | Template) -> tuple[Reference, ...]:
    """Every path, in the order in which they are written, each as often as it stands there."""
    if isinstance(tree, Template):
        return tuple(
            found
            for part in tree.parts
            if not isinstance(part, str)
            for found in _read_by(part, has_default=False)
        )
    return tuple(_read_by(tree, has_default=False))


def _read_by(tree: Expression, *, has_default: bool) -> Iterator[Reference]:
    match tree:
        case Literal():
            return
        case Path():
            yield Reference(tree.steps, tree.at, has_default)
        case Comparison():
            yield from _read_by(tree.left, has_default=has_default)
            yield from _read_by(tree.right, has_default=has_default)
        case Not():
            yield from _read_by(tree.operand, has_default=has_default)
        case ListOf():
            for each in tree.items:
                yield from _read_by(each, has_default=has_default)
        case AllOf() | AnyOf() | Joined():
            for each in tree.parts:
                yield from _read_by(each, has_default=has_default)
        case Filtered():
            yield from _read_by_filtered(tree, has_default=has_default)
        case _:
            assert_never(tree)


def _read_by_filtered(tree: Filtered, *, has_default: bool) -> Iterator[Reference]:
    """A `default` mends all that stands before it; its own argument it does not."""
    last = max((n for n, each in enumerate(tree.filters) if each.name == "default"), default=-1)
    yield from _read_by(tree.operand, has_default=has_default or last >= 0)
    for n, call in enumerate(tree.filters):
        for each in call.arguments:
            yield from _read_by(each, has_default=has_default or n < last)
