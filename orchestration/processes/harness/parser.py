"""From the words of a Harness expression to our tree: JEXL's grammar, as far as it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from orchestration.processes.expressions.tree import (
    AllOf,
    AnyOf,
    Comparison,
    Expression,
    FilterCall,
    Filtered,
    Joined,
    Literal,
    Not,
    Operator,
    Path,
    Step,
)
from orchestration.processes.harness.references import Origin, meaning_of
from orchestration.processes.harness.tokens import (
    MOST_DEPTH,
    Kind,
    Token,
    Untranslatable,
)
from orchestration.processes.inputs import InputType

_OR, _AND = ("||", "or"), ("&&", "and")
_COMPARES: Final = {
    **{each.value: each for each in Operator if each not in {Operator.IN, Operator.NOT_IN}},
    "eq": Operator.EQUAL,
    "ne": Operator.DIFFERENT,
}
_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_METHODS: Final = {
    "toLowerCase": ("lower", 0),
    "toUpperCase": ("upper", 0),
    "trim": ("trim", 0),
    "startsWith": ("starts-with", 1),
    "endsWith": ("ends-with", 1),
    "split": ("split", 1),
    "replace": ("replace", 2),
    "contains": ("contains", 1),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """An input that an expression reads, and the kind that its comparison asks for."""

    origin: Origin
    name: str
    kind: InputType | None = None
    guessed: bool = False
    """From `${name}`, which says nowhere what it names."""


class Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._n = 0
        self._depth = 0
        self._plain = False
        self._origins: dict[int, Origin] = {}
        self.readings: dict[tuple[Origin, str], Reading] = {}

    def whole(self, *, condition: bool) -> Expression:
        tree = self._any()
        if self._now.kind is not Kind.END:
            raise self._unexpected()
        return self._boolean(tree) if condition else tree

    # --- the grammar, loosest first -----------------------------------------------------------

    def _any(self) -> Expression:
        return self._chain(_OR, self._all, AnyOf)

    def _all(self) -> Expression:
        return self._chain(_AND, self._compared, AllOf)

    def _chain(
        self,
        words: tuple[str, ...],
        part: Callable[[], Expression],
        of: Callable[[tuple[Expression, ...]], Expression],
    ) -> Expression:
        parts = [part()]
        while self._took(*words):
            parts.append(part())
        return of(tuple(map(self._boolean, parts))) if len(parts) > 1 else parts[0]

    def _compared(self) -> Expression:
        left = self._joined()
        known = self._now.kind in {Kind.SIGN, Kind.NAME}
        operator = _COMPARES.get(self._now.text) if known else None
        if operator is None:
            return left
        self._n += 1
        right = self._joined()
        return Comparison(self._as_kind_of(right, left), operator, self._as_kind_of(left, right))

    def _joined(self) -> Expression:
        parts = [self._negated()]
        while self._took("+"):
            parts.append(self._negated())
        if len(parts) == 1:
            return parts[0]
        if not any(isinstance(each, Literal) and isinstance(each.value, str) for each in parts):
            raise Untranslatable("There is no arithmetic here.", "Let an activity calculate it.")
        return Joined(tuple(parts))

    def _negated(self) -> Expression:
        if not self._took("!", "not"):
            return self._called()
        self._deeper()
        inner = Not(self._boolean(self._negated()))
        self._depth -= 1
        return inner

    def _called(self) -> Expression:
        tree = self._operand()
        while self._took("."):
            name = self._next().text
            if not self._took("("):
                raise Untranslatable(f"“.{name}” cannot follow a bracket.")
            tree = _method(tree, name, self._arguments())
        return tree

    def _operand(self) -> Expression:
        token = self._next()
        if token.kind is Kind.OPEN or token.text == "(":
            return self._bracket(token)
        if token.kind is Kind.TEXT:
            return Literal(token.text)
        if token.kind is Kind.NUMBER:
            return Literal(float(token.text) if "." in token.text else int(token.text))
        if token.kind is Kind.NAME:
            if token.text in _CONSTANTS:
                return Literal(_CONSTANTS[token.text])
            return self._path(token)
        self._n -= 1
        raise self._unexpected()

    def _bracket(self, opened: Token) -> Expression:
        self._deeper()
        before = self._plain
        if opened.kind is Kind.OPEN:
            self._plain = opened.text == "${"
        inner = self._any()
        closed = self._next()
        if (opened.kind is Kind.OPEN) != (closed.kind is Kind.CLOSE) or (
            opened.text == "(" and closed.text != ")"
        ):
            self._n -= 1
            raise self._unexpected()
        self._plain = before
        self._depth -= 1
        return inner

    def _path(self, first: Token) -> Expression:
        steps: list[Step] = [first.text]
        call = ""
        while True:
            if self._took("."):
                step = self._next()
                if step.kind not in {Kind.NAME, Kind.NUMBER}:
                    raise Untranslatable("A name is missing after the dot.")
                if self._took("("):
                    call = step.text
                    break
                steps.append(step.text)
            elif self._took("["):
                steps.append(self._index())
            else:
                break
        if call and steps[0] == "secrets":
            meaning_of(("secrets", call), first.at, plain=False)
        meaning = meaning_of(tuple(steps), first.at, plain=self._plain)
        self._remember(meaning.path, meaning.origin)
        return _method(meaning.path, call, self._arguments()) if call else meaning.path

    def _index(self) -> Step:
        token = self._next()
        if not self._took("]") or token.kind not in {Kind.TEXT, Kind.NUMBER}:
            raise Untranslatable("Only a name in quotes or a number can stand in [ ].")
        return (
            int(token.text) if token.text.isdecimal() and token.kind is Kind.NUMBER else token.text
        )

    def _arguments(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while not self._took(")"):
            found.append(self._any())
            if not self._took(","):
                if not self._took(")"):
                    raise self._unexpected()
                break
        return tuple(found)

    # --- kinds: JEXL turns text into numbers and booleans where it compares -------------------

    def _as_kind_of(self, other: Expression, tree: Expression) -> Expression:
        """`tree` as what it is compared with."""
        if not isinstance(other, Literal) or not isinstance(tree, Path):
            return tree
        if isinstance(other.value, bool):
            return self._boolean(tree)
        if isinstance(other.value, int | float):
            return self._typed(tree, InputType.NUMBER)
        return tree

    def _boolean(self, tree: Expression) -> Expression:
        return self._typed(tree, InputType.BOOLEAN) if isinstance(tree, Path) else tree

    def _typed(self, path: Path, kind: InputType) -> Expression:
        origin = self._origins.get(path.at, Origin.OUTPUT)
        if origin in (Origin.RELEASE, Origin.PHASE) and len(path.steps) == 2:
            self._remember(path, origin, kind)
            return path
        return Filtered(path, (FilterCall(kind.value),))

    def _remember(self, path: Path, origin: Origin, kind: InputType | None = None) -> None:
        self._origins[path.at] = origin
        if path.steps[0] != "inputs":
            return
        name = str(path.steps[1])
        known = self.readings.get((origin, name))
        self.readings[origin, name] = Reading(
            origin, name, kind or (known.kind if known else None), self._plain
        )

    # --- reading on ---------------------------------------------------------------------------

    @property
    def _now(self) -> Token:
        return self._tokens[self._n]

    def _next(self) -> Token:
        token = self._now
        if token.kind is not Kind.END:
            self._n += 1
        return token

    def _took(self, *words: str) -> bool:
        token = self._now
        if token.text not in words or token.kind not in {Kind.SIGN, Kind.NAME}:
            return False
        self._n += 1
        return True

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Untranslatable(f"It is nested deeper than {MOST_DEPTH}.", "Split it.")

    def _unexpected(self) -> Untranslatable:
        if self._now.text == "?":
            return Untranslatable(
                "There is no “if … then … else” in expressions here.",
                "Make two activities with a condition each, or let an input say it.",
            )
        shown = (
            f"“{self._now.text}” cannot stand there" if self._now.text else "Something is missing"
        )
        return Untranslatable(f"{shown}.")


def _method(tree: Expression, name: str, arguments: tuple[Expression, ...]) -> Expression:
    known = _METHODS.get(name)
    if known is None or len(arguments) != known[1]:
        raise Untranslatable(
            f"“.{name}()” has no counterpart here.", "docs/expressions.md lists the filters."
        )
    if name == "contains":
        return Comparison(arguments[0], Operator.IN, tree)
    return Filtered(tree, (FilterCall(known[0], arguments),))
