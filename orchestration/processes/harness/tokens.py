"""The words and signs of a Harness expression: `<+…>` and `${…}` are brackets like ( and ).

`>` also means “greater than”. It closes a bracket unless it stands between blanks and a value
follows: Harness itself pairs `<+` with the next `>` that is free.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple

MOST_DEPTH: Final = 30
LONGEST: Final = 10_000
MOST_TOKENS: Final = 2_000
OPENINGS: Final = {"<+": ">", "${": "}"}

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(?:-[A-Za-z0-9_$]+)*")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?![A-Za-z0-9_$])")
_SIGN = re.compile(r"&&|\|\||==|!=|=~|!~|<=|>=|[!<>().\[\],+?:]")
_TEXTS = {
    quote: re.compile(rf"{quote}((?:[^{quote}\\]|\\.)*){quote}", re.DOTALL) for quote in "'\""
}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANS = {"n": "\n", "t": "\t", "r": "\r"}
_BLANK = " \t\r\n"
_VALUE_FOLLOWS = re.compile(r"\s+(?!(?:and|or|eq|ne)\b)(?:<\+|\$\{|['\"(A-Za-z0-9_-])")


class Untranslatable(Exception):  # noqa: N818 - a claim about the text; never leaves this package
    """Says what of an expression has no counterpart, and what to do."""

    def __init__(
        self, what: str, mend: str = "Write it anew; docs/expressions.md says how."
    ) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


class Kind(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


class Token(NamedTuple):
    kind: Kind
    text: str
    at: int


def tokens_of(source: str, start: int = 0, *, bracket: bool = False) -> tuple[list[Token], int]:
    """All tokens from `start`, or those of the bracket that opens there; and where they end."""
    if len(source) > LONGEST:
        raise Untranslatable(f"It has more than {LONGEST:,} characters.", "Split it.")
    found: list[Token] = []
    closers: list[str] = []
    at = start
    while at < len(source):
        if source[at] in _BLANK:
            at += 1
            continue
        token, end = _token(source, at, closers)
        found.append(token)
        if len(found) > MOST_TOKENS:
            raise Untranslatable(f"It has more than {MOST_TOKENS:,} words.", "Split it.")
        at = end
        if token.kind is Kind.OPEN:
            closers.append(OPENINGS[token.text])
            if len(closers) > MOST_DEPTH:
                raise Untranslatable(f"It is nested deeper than {MOST_DEPTH}.", "Split it.")
        elif token.kind is Kind.CLOSE:
            closers.pop()
            if bracket and not closers:
                break
    if closers:
        raise Untranslatable(f"A bracket is never closed by {closers[-1]}.")
    return [*found, Token(Kind.END, "", at)], at


def _token(source: str, at: int, closers: list[str]) -> tuple[Token, int]:
    if (opening := source[at : at + 2]) in OPENINGS:
        return Token(Kind.OPEN, opening, at), at + 2
    if closers and source[at] == closers[-1] and _closes(source, at):
        return Token(Kind.CLOSE, source[at], at), at + 1
    if source[at] in _TEXTS:
        text = _TEXTS[source[at]].match(source, at)
        if not text:
            raise Untranslatable("A quote is never closed.")
        plain = _ESCAPED.sub(lambda each: _MEANS.get(each[1], each[1]), text[1])
        return Token(Kind.TEXT, plain, at), text.end()
    for kind, pattern in ((Kind.NUMBER, _NUMBER), (Kind.NAME, _NAME), (Kind.SIGN, _SIGN)):
        if word := pattern.match(source, at):
            return Token(kind, word[0], at), word.end()
    raise Untranslatable(f"“{source[at]}” is not known.")


def _closes(source: str, at: int) -> bool:
    if source[at] != ">" or at == 0 or source[at - 1] not in _BLANK:
        return True
    return source[at + 1 : at + 2] != "=" and not _VALUE_FOLLOWS.match(source, at + 1)
