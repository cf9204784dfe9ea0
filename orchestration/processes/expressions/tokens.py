"""The words and signs of an expression, each with its place; what is neither is refused here."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from orchestration.processes.expressions.limits import MOST_DIGITS, MOST_TOKENS
from orchestration.processes.expressions.quoted import read_quoted
from orchestration.processes.expressions.refusals import Reason, Refused


class TokenKind(StrEnum):
    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    SIGN = "sign"
    END = "end"


class Token(NamedTuple):
    kind: TokenKind
    text: str
    at: int
    value: str | int | float = ""
    """Of a number or a text."""


_ID = r"[A-Za-z0-9_]+(?:-+[A-Za-z0-9_]+)*"
"""No two of its parts can match the same character, so that it is matched in one pass."""
_REST = r"""
    | (?P<number> -?[0-9]+ (?:\.[0-9]+)? )
    | (?P<sign> \|\| | && | == | != | <= | >= | <(?!\+) | [>()\[\],.|~!] )
    | (?P<quote> ['"] )
)"""
_SPACE = re.compile(r"[ \t\r\n]*")
_STEP = re.compile(_ID)
_TOKEN = re.compile(rf"[ \t\r\n]*+ (?: (?P<name> (?![0-9]){_ID} ) {_REST}", re.VERBOSE)
_AFTER_DOT = re.compile(rf"[ \t\r\n]*+ (?: (?P<name> {_ID} ) {_REST}", re.VERBOSE)
"""The id of a phase or activity may begin with a digit."""
_FOREIGN = {
    "=": "Compare with ==.",
    "+": "There is no arithmetic; join texts with ~.",
    "-": "There is no arithmetic; a dash stands inside names and before numbers.",
    "*": "There is no arithmetic.",
    "/": "There is no arithmetic; a path or address goes in quotes.",
    "%": "There is no arithmetic; a date's format goes in quotes: format('%Y-%m-%d').",
    "?": "There is no “if … else” inside an expression; use `default`, or an `if` on the activity.",
    ":": "There is no “if … else” inside an expression; use `default`, or an `if` on the activity.",
    "&": "Write && or `and`.",
    "$": "Write {{ inputs.version }}, without a $.",
    "{": "Write {{ and }} once around the whole expression.",
    "}": "Write {{ and }} once around the whole expression.",
    ";": "An expression is one value; there are no statements.",
    "`": "Write text in straight quotes, ' or \".",
    "“": "Write text in straight quotes, ' or \".",
    "”": "Write text in straight quotes, ' or \".",
    "„": "Write text in straight quotes, ' or \".",
    "‘": "Write text in straight quotes, ' or \".",
    "’": "Write text in straight quotes, ' or \".",
    "\xa0": "Write a plain space instead of the non-breaking one.",
}


def tokens_of(source: str, start: int = 0, *, opened_at: int | None = None) -> list[Token]:
    """Every token from `start`, and an `END`.

    Inside a template, `opened_at` is where its `{{` stands and the end is at the `}}`: a quoted
    `}}` is text. Without it the end is that of the source.
    """
    found: list[Token] = []
    at, pattern = start, _TOKEN
    while match := pattern.match(source, at):
        if len(found) == MOST_TOKENS:
            raise Refused(
                Reason.LIMIT,
                at,
                f"An expression has at most {MOST_TOKENS:,} words and signs.",
                "Say a part of it in a variable.",
            )
        token = _token(source, match)
        pattern = _AFTER_DOT if token.kind is TokenKind.SIGN and token.text == "." else _TOKEN
        at = token.at + len(token.text)
        found.append(token)
    found.append(_end(source, at, opened_at))
    return found


def _token(source: str, match: re.Match[str]) -> Token:
    match match.lastgroup:
        case "name":
            return Token(TokenKind.NAME, match["name"], match.start("name"))
        case "sign":
            return Token(TokenKind.SIGN, match["sign"], match.start("sign"))
        case "number":
            return _number(source, match["number"], match.start("number"))
        case _:
            at = match.start("quote")
            value, end = read_quoted(source, at)
            return Token(TokenKind.TEXT, source[at:end], at, value)


def _end(source: str, at: int, opened_at: int | None) -> Token:
    """Where no token follows: the end that was looked for, or something foreign."""
    space = _SPACE.match(source, at)
    at = space.end() if space else at
    if opened_at is not None and source.startswith("}}", at):
        return Token(TokenKind.END, "}}", at)
    if at < len(source):
        raise _foreign(source, at)
    if opened_at is not None:
        raise Refused(Reason.SYNTAX, opened_at, "This {{ is never closed.", "Add }}.")
    return Token(TokenKind.END, "", at)


def _number(source: str, text: str, at: int) -> Token:
    if glued := _STEP.match(source, at + len(text)):
        raise Refused(
            Reason.SYNTAX,
            at,
            f"“{(text + glued[0])[:40]}” is neither a number nor a name.",
            "A number is written like 12, -3 or 1.5; text goes in quotes.",
        )
    digits = sum(c.isdigit() for c in text)
    if digits > MOST_DIGITS:
        raise Refused(
            Reason.LIMIT,
            at,
            f"A number of {digits} digits is longer than the {MOST_DIGITS} that are kept exactly.",
            "Write it in quotes, as text.",
        )
    return Token(TokenKind.NUMBER, text, at, float(text) if "." in text else int(text))


def _foreign(source: str, at: int) -> Refused:
    if source.startswith("<+", at):
        return Refused(
            Reason.SYNTAX,
            at,
            "“<+…>” is how Harness writes it.",
            "Write {{ inputs.version }}, or import the process: that translates it.",
        )
    c = source[at]
    mend = _FOREIGN.get(c)
    if mend is None and not c.isascii():
        mend = 'Names are of plain letters, digits, - and _; any other stands in ["…"].'
    return Refused(
        Reason.SYNTAX, at, f"{_shown(c)} cannot stand here.", mend or "Text goes in quotes."
    )


def _shown(c: str) -> str:
    """A letter that looks like another, or like nothing, is told by its number and name."""
    if c.isascii() and c.isprintable():
        return f"“{c}”"
    name = unicodedata.name(c, "")
    shown = f"“{c}” " if c.isprintable() else ""
    return f"{shown}(U+{ord(c):04X}{', ' + name.lower() if name else ''})"
