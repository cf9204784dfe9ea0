"""From the words and signs to the tree (docs/expressions.md); what does not fit is refused.

Loosest first: or, and, not, comparison, ~, filter. One function a line of the grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orchestration.processes.expressions import complaints
from orchestration.processes.expressions.filters import FILTERS
from orchestration.processes.expressions.limits import MOST_DEPTH
from orchestration.processes.expressions.refusals import Reason, Refused
from orchestration.processes.expressions.tokens import Token, TokenKind
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
    Operator,
    Path,
    Step,
)

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_OPERATORS = {each.value: each for each in Operator if each is not Operator.NOT_IN}


def tree_of(tokens: list[Token]) -> Expression:
    """The one expression that these tokens are; raises `Refused`."""
    return _Parser(tokens).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._n = 0
        self._now = tokens[0]
        self._depth = 0

    def whole(self) -> Expression:
        if len(self._tokens) == 1:
            raise complaints.nothing(self._now)
        tree = self._any_of()
        if self._now.kind is not TokenKind.END:
            raise complaints.unexpected(self._now, after=tree)
        return tree

    # --- the grammar --------------------------------------------------------------------------

    def _any_of(self) -> Expression:
        return self._chain(self._all_of, ("or", "||"), AnyOf)

    def _all_of(self) -> Expression:
        return self._chain(self._negation, ("and", "&&"), AllOf)

    def _negation(self) -> Expression:
        at = self._now.at
        if not self._took("not", "!"):
            return self._comparison()
        with self._deeper():
            return Not(self._negation(), at)

    def _comparison(self) -> Expression:
        left = self._joined()
        at, operator = self._now.at, self._operator()
        if operator is None:
            return left
        right = self._joined()
        if self._now.text in _OPERATORS and self._now.kind is not TokenKind.TEXT:
            raise complaints.chained(self._now)
        return Comparison(left, operator, right, at)

    def _joined(self) -> Expression:
        return self._chain(self._filtered, ("~",), Joined)

    def _filtered(self) -> Expression:
        at, operand = self._now.at, self._operand()
        filters: list[FilterCall] = []
        while self._took("|"):
            filters.append(self._filter())
        return Filtered(operand, tuple(filters), at) if filters else operand

    def _filter(self) -> FilterCall:
        name = self._next()
        if name.kind is not TokenKind.NAME:
            raise complaints.no_filter(name)
        wanted = FILTERS.get(name.text)
        if wanted is None:
            raise complaints.unknown_filter(name)
        arguments = self._listed(")") if self._took("(") else ()
        if not wanted.least_arguments <= len(arguments) <= len(wanted.arguments):
            raise complaints.arguments(name, wanted, len(arguments))
        return FilterCall(name.text, arguments, name.at)

    def _operand(self) -> Expression:
        token = self._next()
        if token.kind in {TokenKind.TEXT, TokenKind.NUMBER}:
            return Literal(token.value, token.at)
        if token.kind is TokenKind.NAME:
            if token.text in _CONSTANTS:
                return Literal(_CONSTANTS[token.text], token.at)
            return self._path(token)
        if token.kind is TokenKind.SIGN and token.text == "[":
            return ListOf(self._listed("]"), token.at)
        if token.kind is TokenKind.SIGN and token.text == "(":
            with self._deeper():
                inner = self._any_of()
            self._expect(")", opened=token)
            return inner
        raise complaints.no_operand(token)

    def _path(self, root: Token) -> Path:
        if mend := complaints.misspelt(root.text):
            raise Refused(Reason.SYNTAX, root.at, f"“{root.text}” cannot stand here.", mend)
        steps: list[Step] = [_plain_name(root, root.text)]
        while True:
            opened = self._now
            if self._took("."):
                token = self._next()
                if token.kind is not TokenKind.NAME:
                    raise complaints.no_step(token)
                steps.append(_plain_name(token, token.text))
            elif self._took("["):
                steps.append(self._index(self._next()))
                self._expect("]", opened=opened)
            else:
                break
        path = Path(tuple(steps), root.at)
        if self._now.text == "(" and self._now.kind is TokenKind.SIGN:
            raise complaints.call(path, self._now)
        return path

    @staticmethod
    def _index(token: Token) -> Step:
        if token.kind is TokenKind.TEXT and isinstance(token.value, str):
            return _plain_name(token, token.value)
        if token.kind is TokenKind.NUMBER and isinstance(token.value, int) and token.value >= 0:
            return token.value
        raise complaints.no_index(token)

    # --- reading on -----------------------------------------------------------------------------

    def _next(self) -> Token:
        token = self._now
        if token.kind is not TokenKind.END:
            self._n += 1
            self._now = self._tokens[self._n]
        return token

    def _took(self, *words: str) -> bool:
        """Go on over one of these words or signs, where it stands here."""
        token = self._now
        if token.text not in words or token.kind is TokenKind.TEXT:
            return False
        self._next()
        return True

    def _expect(self, sign: str, *, opened: Token) -> None:
        if not self._took(sign):
            raise complaints.unclosed(opened, self._now, sign)

    def _operator(self) -> Operator | None:
        if self._now.text == "not" and self._tokens[self._n + 1].text == "in":
            self._next()
            self._next()
            return Operator.NOT_IN
        if self._now.text in _OPERATORS and self._now.kind is not TokenKind.TEXT:
            return _OPERATORS[self._next().text]
        return None

    def _chain(
        self,
        part: Callable[[], Expression],
        words: tuple[str, ...],
        of: Callable[[tuple[Expression, ...], int], Expression],
    ) -> Expression:
        at, parts = self._now.at, [part()]
        while self._took(*words):
            parts.append(part())
        return of(tuple(parts), at) if len(parts) > 1 else parts[0]

    def _listed(self, closing: str) -> tuple[Expression, ...]:
        """Expressions with commas between them, up to the bracket; the opening one is behind us."""
        opened = self._tokens[self._n - 1]
        items: list[Expression] = []
        with self._deeper():
            while not self._took(closing):
                items.append(self._any_of())
                if not self._took(","):
                    self._expect(closing, opened=opened)
                    break
        return tuple(items)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise Refused(
                Reason.LIMIT,
                self._now.at,
                f"This is nested deeper than {MOST_DEPTH}.",
                "Take out brackets, or say a part of it in a variable.",
            )
        yield
        self._depth -= 1


def _plain_name(token: Token, name: str) -> str:
    """The name, unless it is of those by which programs are broken into."""
    if name.startswith("__"):
        raise complaints.no_name_of_data(token)
    return name
