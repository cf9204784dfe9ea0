"""`==`, `<`, `in` and their like: only values of one kind are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from orchestration.processes.expressions.complaints import shown_tree
from orchestration.processes.expressions.kinds import Kind, Value, kind_of
from orchestration.processes.expressions.limits import MOST_DEPTH, Steps
from orchestration.processes.expressions.refusals import Reason, Refused
from orchestration.processes.expressions.texts import secret
from orchestration.processes.expressions.tree import Comparison, Literal, Operator

_ORDERED = {Kind.NUMBER, Kind.DATE, Kind.MOMENT}
_CONVERTED = {Kind.NUMBER: "number", Kind.BOOLEAN: "boolean", Kind.DATE: "date"}

_UNQUOTED = re.compile(r"true|false|-?[0-9]{1,15}(\.[0-9]{1,15})?")
_ALIKE = "Compare values of one kind."


class Comparing:
    """One comparison, where it stands; only a refusal asks how its two sides are written."""

    def __init__(self, tree: Comparison, steps: Steps) -> None:
        self._tree, self._at, self._steps = tree, tree.at, steps

    @property
    def _left(self) -> str:
        return shown_tree(self._tree.left)

    @property
    def _right(self) -> str:
        return shown_tree(self._tree.right)

    def holds(self, left: Value, right: Value) -> bool:
        operator = self._tree.operator
        match operator:
            case Operator.EQUAL:
                return self._equal(left, right)
            case Operator.DIFFERENT:
                return not self._equal(left, right)
            case Operator.IN:
                return self._within(left, right)
            case Operator.NOT_IN:
                return not self._within(left, right)
            case _:
                return self._ordered(left, operator, right)

    def _equal(self, left: Value, right: Value) -> bool:
        one, other = self._kinds(left, right)
        if one is not other:
            if Kind.NOTHING in {one, other}:
                return False
            raise self._differ(one, other)
        return self._same(left, right)

    def _ordered(self, left: Value, operator: Operator, right: Value) -> bool:
        one, other = self._kinds(left, right)
        if one is not other:
            raise self._differ(one, other)
        if one not in _ORDERED:
            raise Refused(
                Reason.WRONG_TYPE,
                self._at,
                f"{self._left} is {one}, which has no order: {operator} is for numbers and dates.",
                "Turn both sides into one with | number or | date."
                if one is Kind.TEXT
                else "Compare with == or !=.",
            )
        before: Any = left
        after: Any = right
        match operator:
            case Operator.LESS:
                return bool(before < after)
            case Operator.AT_MOST:
                return bool(before <= after)
            case Operator.MORE:
                return bool(before > after)
            case _:
                return bool(before >= after)

    def _within(self, item: Value, group: Value) -> bool:
        one, other = self._kinds(item, group)
        if isinstance(group, Mapping) and isinstance(item, str):
            return item in group
        if isinstance(group, str) and isinstance(item, str):
            self._steps.take_text(group, self._at)
            self._steps.take_text(item, self._at)
            return item in group
        if isinstance(group, list | tuple):
            kinds = {kind_of(each, self._at) for each in self._counted(group)}
            if kinds - {Kind.NOTHING} and one is not Kind.NOTHING and one not in kinds:
                raise self._differ(one, min(kinds - {Kind.NOTHING}), of_list=True)
            return any(self._same(item, each) for each in group)
        raise Refused(
            Reason.WRONG_TYPE,
            self._at,
            f"{self._right} is {other}; {self._left} is looked for in a list, a text or an object.",
            f"Write == to compare, or a list: in [{self._right}].",
        )

    def _same(self, left: Value, right: Value, depth: int = 0) -> bool:
        """Equal all through; what differs in kind inside a list or an object is just not equal."""
        self._steps.take(1, self._at)
        one, other = kind_of(left, self._at), kind_of(right, self._at)
        if Kind.SECRET in {one, other}:
            raise secret(self._at, "A part of it")
        if one is not other:
            return False
        if depth > MOST_DEPTH:
            raise Refused(
                Reason.LIMIT,
                self._at,
                f"The values are nested deeper than {MOST_DEPTH}.",
                "Compare the parts that matter.",
            )
        if isinstance(left, Mapping) and isinstance(right, Mapping):
            return left.keys() == right.keys() and all(
                self._same(left[key], right[key], depth + 1) for key in self._counted(left)
            )
        if isinstance(left, list | tuple) and isinstance(right, list | tuple):
            return len(left) == len(right) and all(
                self._same(a, b, depth + 1) for a, b in zip(self._counted(left), right, strict=True)
            )
        return bool(left == right)

    def _counted(self, group: Any) -> Any:
        self._steps.take(len(group), self._at)
        return group

    def _kinds(self, left: Value, right: Value) -> tuple[Kind, Kind]:
        one, other = kind_of(left, self._at), kind_of(right, self._at)
        if one is Kind.SECRET:
            raise secret(self._at, self._left)
        if other is Kind.SECRET:
            raise secret(self._at, self._right)
        return one, other

    def _differ(self, one: Kind, other: Kind, *, of_list: bool = False) -> Refused:
        right = (
            f"the list holds {other.removeprefix('a ')}s"
            if of_list
            else f"{self._right} is {other}"
        )
        return Refused(
            Reason.WRONG_TYPE,
            self._at,
            f"{self._left} is {one} and {right}: they cannot be compared.",
            self._mend(one, other, of_list=of_list),
        )

    def _mend(self, one: Kind, other: Kind, *, of_list: bool) -> str:
        if {one, other} == {Kind.DATE, Kind.MOMENT}:
            name = self._left if one is Kind.MOMENT else self._right
            return f"Take its day: {name} | date."
        if Kind.TEXT in {one, other} and not of_list:
            return self._mend_text(one, other)
        if other is Kind.LIST and not of_list:
            return "Write `in` to look for it in the list."
        return _ALIKE

    def _mend_text(self, one: Kind, other: Kind) -> str:
        """A text beside something else: often only the quotes are wrong, or a pipeline's answer."""
        text, rest = self._tree.left, self._tree.right
        if one is not Kind.TEXT:
            text, rest, other = rest, text, one
        if other not in _CONVERTED:
            return "Write `in` to look for it in the list." if other is Kind.LIST else _ALIKE
        converted = f"{shown_tree(text)} | {_CONVERTED[other]}"
        if isinstance(text, Literal) and _UNQUOTED.fullmatch(str(text.value)):
            return f"Write {text.value} without quotes."
        if isinstance(rest, Literal):
            return f"Put {shown_tree(rest)} in quotes, or write {converted}."
        return f"Write {converted}."
