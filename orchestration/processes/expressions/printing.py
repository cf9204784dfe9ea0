"""A tree as source again: what it says in one spelling, that parses to the same tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from orchestration.processes.expressions.quoted import quoted
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
)

_PLAIN_STEP = re.compile(r"[A-Za-z0-9_]+(?:-+[A-Za-z0-9_]+)*")
_LOOSENESS = {AnyOf: 0, AllOf: 1, Not: 2, Comparison: 3, Joined: 4, Filtered: 5}
_ATOM = 6


def printed(tree: Expression) -> str:
    match tree:
        case Literal():
            return _literal(tree.value)
        case Path():
            return spelled(tree.steps)
        case ListOf():
            return f"[{', '.join(map(printed, tree.items))}]"
        case Filtered():
            calls = (f"{each.name}{_arguments(each.arguments)}" for each in tree.filters)
            return " | ".join([_inside(tree, tree.operand), *calls])
        case Joined():
            return _between(" ~ ", tree, tree.parts)
        case Comparison():
            left, right = (_inside(tree, each) for each in (tree.left, tree.right))
            return f"{left} {tree.operator} {right}"
        case Not():
            inner = printed(tree.operand)
            return f"not {inner}" if _looseness(tree.operand) >= 2 else f"not ({inner})"
        case AllOf():
            return _between(" and ", tree, tree.parts)
        case AnyOf():
            return _between(" or ", tree, tree.parts)
        case _:
            assert_never(tree)


def spelled(steps: Iterable[Step]) -> str:
    """`inputs.version`, `outputs["größe"]`, `images[0]`."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_STEP.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{quoted(step)}]"
    return text


def _looseness(tree: Expression) -> int:
    return _LOOSENESS.get(type(tree), _ATOM)


def _inside(outer: Expression, inner: Expression) -> str:
    text = printed(inner)
    return text if _looseness(inner) > _looseness(outer) else f"({text})"


def _between(sign: str, outer: Expression, parts: Iterable[Expression]) -> str:
    return sign.join(_inside(outer, each) for each in parts)


def _arguments(arguments: tuple[Expression, ...]) -> str:
    return f"({', '.join(map(printed, arguments))})" if arguments else ""


def _literal(value: str | float | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case float():
            return format(Decimal(repr(value)), "f")
        case int():
            return str(value)
