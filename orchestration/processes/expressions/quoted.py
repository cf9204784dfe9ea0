"""Quoted text: reading it, and writing it so that it reads back the same."""

from __future__ import annotations

import re

from orchestration.processes.expressions.refusals import Reason, Refused

_UNSAFE = "\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""Controls, line breaks, halves of characters, and marks that turn the order of letters round."""
_PLAIN = {quote: re.compile(rf"[^{quote}\\{_UNSAFE}]*") for quote in "'\""}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|([\\'\"ntr]))")
_MEANS = {"n": "\n", "t": "\t", "r": "\r"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile(rf'[\\"{_UNSAFE}]')


def read_quoted(source: str, start: int) -> tuple[str, int]:
    """The text that begins with the quote at `start`, and where the source goes on after it."""
    quote, at = source[start], start + 1
    pieces: list[str] = []
    while True:
        plain = _PLAIN[quote].match(source, at)
        if plain:
            pieces.append(plain[0])
            at = plain.end()
        if at >= len(source):
            raise Refused(
                Reason.SYNTAX, start, "This quote is never closed.", f"End the text with {quote}."
            )
        if source[at] == quote:
            return "".join(pieces), at + 1
        piece, at = _escaped(source, at)
        pieces.append(piece)


def _escaped(source: str, at: int) -> tuple[str, int]:
    if source[at] != "\\":
        raise Refused(
            Reason.SYNTAX,
            at,
            f"A character of the kind U+{ord(source[at]):04X} cannot stand in quoted text.",
            "Write a line break as \\n, a tab as \\t, others as \\u and four hexadecimal digits.",
        )
    found = _ESCAPED.match(source, at)
    if not found:
        raise Refused(
            Reason.SYNTAX,
            at,
            f"“{source[at : at + 2]}” is not an escape.",
            "There are \\\\ \\' \\\" \\n \\t \\r and \\u with four hexadecimal digits.",
        )
    number, sign = found.groups()
    if number is None:
        return _MEANS.get(sign, sign), found.end()
    code = int(number, 16)
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        raise Refused(
            Reason.SYNTAX, at, f"“{found[0]}” is not a character.", "Write the character itself."
        )
    return chr(code), found.end()


def quoted(text: str) -> str:
    """The text in double quotes; what cannot stand there as it is, escaped."""
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _WRITTEN.get(found[0]) or f"\\u{ord(found[0]):04x}"
