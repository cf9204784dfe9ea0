"""The syntax tree: what an expression says, equal however it was spaced or spelt.

`at` is where a node stands in its source. Chains of one operator are one node, so that the depth
of a tree is that of its brackets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Step = str | int
"""A name in an object, or an index in a list."""


class Operator(StrEnum):
    EQUAL = "=="
    DIFFERENT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IN = "in"
    NOT_IN = "not in"


def _place() -> int:
    return field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | int | float | bool | None
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Path:
    """`phases.build-web.activities.image.outputs.digest`: the first step is a root of the data."""

    steps: tuple[Step, ...]
    at: int = _place()


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple[Expression, ...]
    at: int = _place()


@dataclass(frozen=True, slots=True)
class FilterCall:
    name: str
    arguments: tuple[Expression, ...] = ()
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Filtered:
    """`operand | first | upper`."""

    operand: Expression
    filters: tuple[FilterCall, ...]
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Joined:
    """`a ~ b ~ c`: texts put together."""

    parts: tuple[Expression, ...]
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Expression
    operator: Operator
    right: Expression
    at: int = _place()


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expression
    at: int = _place()


@dataclass(frozen=True, slots=True)
class AllOf:
    """`a and b and c`."""

    parts: tuple[Expression, ...]
    at: int = _place()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`a or b or c`."""

    parts: tuple[Expression, ...]
    at: int = _place()


Expression = Literal | Path | ListOf | Filtered | Joined | Comparison | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Template:
    """Text with `{{ … }}` in it: pieces of text, and expressions whose values stand there."""

    parts: tuple[str | Expression, ...]

    @property
    def whole(self) -> Expression | None:
        """The expression of a template that is nothing else: its value keeps its type."""
        if len(self.parts) == 1 and not isinstance(self.parts[0], str):
            return self.parts[0]
        return None
