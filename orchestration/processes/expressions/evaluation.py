"""The value of a tree in some data: total, deterministic, and bounded in steps and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import assert_never

from orchestration.processes.expressions.comparison import Comparing
from orchestration.processes.expressions.complaints import shown_tree
from orchestration.processes.expressions.filters import FILTERS, Called
from orchestration.processes.expressions.kinds import Kind, SecretRef, Value, kind_of
from orchestration.processes.expressions.limits import Steps, check_length
from orchestration.processes.expressions.lookup import look_up
from orchestration.processes.expressions.refusals import Reason, Refused
from orchestration.processes.expressions.texts import Shown, as_text, secret
from orchestration.processes.expressions.tree import (
    AllOf,
    AnyOf,
    Comparison,
    Expression,
    FilterCall,
    Filtered,
    Joined,
    ListOf,
    Literal,
    Not,
    Path,
)

Data = Mapping[str, Value]


class Evaluation:
    """One evaluation over one set of data; raises `Refused`."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self.steps = Steps()

    def value_of(self, tree: Expression) -> Value:
        self.steps.take(1, tree.at)
        match tree:
            case Literal():
                return tree.value
            case Path():
                return look_up(tree, self._data)
            case Comparison():
                left, right = self.value_of(tree.left), self.value_of(tree.right)
                return Comparing(tree, self.steps).holds(left, right)
            case AllOf():
                return all(self._boolean(each, "and") for each in tree.parts)
            case AnyOf():
                return any(self._boolean(each, "or") for each in tree.parts)
            case Not():
                return not self._boolean(tree.operand, "not")
            case Joined():
                return self.joined(tree.parts)
            case ListOf():
                return [self._open(each) for each in tree.items]
            case Filtered():
                return self._filtered(tree)
            case _:
                assert_never(tree)

    def joined(self, parts: tuple[str | Expression, ...]) -> str:
        """Texts, and values as text, one after the other."""
        pieces: list[str] = []
        length = 0
        for each in parts:
            if isinstance(each, str):
                piece, at = each, 0
            else:
                piece, at = (
                    as_text(self.value_of(each), each.at, partial(shown_tree, each)),
                    each.at,
                )
            length += len(piece)
            check_length(length, at)
            pieces.append(piece)
        return "".join(pieces)

    def _boolean(self, tree: Expression, word: str) -> bool:
        value = self._open(tree)
        if isinstance(value, bool):
            return value
        kind = kind_of(value, tree.at)
        raise Refused(
            Reason.WRONG_TYPE,
            tree.at,
            f"{shown_tree(tree)} is {kind}; “{word}” is for true and false.",
            "Compare it, or write | boolean." if kind is Kind.TEXT else "Compare it.",
        )

    def _open(self, tree: Expression) -> Value:
        """A value that may be worked with: anything but a secret."""
        value = self.value_of(tree)
        if isinstance(value, SecretRef):
            raise secret(tree.at, shown_tree(tree))
        return value

    def _filtered(self, tree: Filtered) -> Value:
        """One filter after the other; `default` stands in for what is missing before it."""
        value: Value = None
        missing: Refused | None = None
        try:
            value = self.value_of(tree.operand)
        except Refused as refused:
            missing = _only_missing(refused)
        for n, call in enumerate(tree.filters):
            if call.name == "default" and (missing or value is None):
                value, missing = self._open(call.arguments[0]), None
            elif missing is None:
                try:
                    value = self._applied(value, call, partial(_shown_before, tree, n))
                except Refused as refused:
                    missing = _only_missing(refused)
        if missing:
            raise missing
        return value

    def _applied(self, value: Value, call: FilterCall, shown: Shown) -> Value:
        wanted = FILTERS[call.name]
        self._check_kind(value, wanted.takes, call, shown)
        arguments: list[Value] = []
        for tree, kinds in zip(call.arguments, wanted.arguments, strict=False):
            arguments.append(self._open(tree))
            self._check_kind(arguments[-1], kinds, call, partial(shown_tree, tree))
        made = wanted.apply(Called(call.at, self.steps, shown), value, *arguments)
        if isinstance(made, str):
            self.steps.take_text(made, call.at)
        return made

    def _check_kind(
        self, value: Value, kinds: frozenset[Kind], call: FilterCall, shown: Shown
    ) -> None:
        kind = kind_of(value, call.at)
        if kind is Kind.SECRET:
            raise secret(call.at, shown())
        if kind not in kinds:
            wanted = " or ".join(sorted(kinds))
            raise Refused(
                Reason.WRONG_TYPE,
                call.at,
                f"{shown()} is {kind}; “{call.name}” needs {wanted}.",
                f"It is written … | {FILTERS[call.name].usage}.",
            )
        if isinstance(value, str):
            self.steps.take_text(value, call.at)


def _only_missing(refused: Refused) -> Refused:
    if refused.reason is not Reason.MISSING:
        raise refused
    return refused


def _shown_before(tree: Filtered, n: int) -> str:
    return shown_tree(replace(tree, filters=tree.filters[:n]) if n else tree.operand)
