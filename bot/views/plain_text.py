"""Plain text that people wrote: tidy, on one line, cut between letters and never inside one.

It needs nothing of ours, so that the process that draws a picture begins quickly.
"""

from __future__ import annotations

import unicodedata

_BIDI_CONTROLS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_JOINERS = frozenset("\u200c\u200d")  # they hold emoji families and Indic letters together


def units(text: str) -> int:
    """The length as Slack's clients count it: UTF-16 code units, so most emoji count two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def tidy(text: str) -> str:
    """What people typed, without what could turn the text around it or break a message."""
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(
        each
        for each in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
        if each == "\n"
        or each in _JOINERS
        or (each not in _BIDI_CONTROLS and unicodedata.category(each) not in {"Cc", "Cs", "Cn"})
    )
    if any(unicodedata.bidirectional(each) in {"R", "AL", "AN"} for each in kept):
        # Isolated, so that a Hebrew name does not reorder the English around it (UAX 9).
        return "\n".join(f"\u2068{row}\u2069" if row else "" for row in kept.split("\n"))
    return kept


def one_line(text: str, longest: int = 150) -> str:
    """A name or a label: one line, tidy, cut."""
    # What is far behind the cut is not looked at: names can be documents.
    return cut(" ".join(tidy(text[: longest * 8]).split()), longest)


def cut(text: str, longest: int) -> str:
    """Plain text of at most `longest`, ending in … where something was left out."""
    return text if units(text) <= longest else cut_pieces(list(text[: longest + 1]), longest)


def cut_pieces(pieces: list[str], longest: int) -> str:
    """The first pieces that fit, at a space where one is near."""
    room, kept = longest - 2, 0
    while kept < len(pieces) and (room := room - units(pieces[kept])) >= 0:
        kept += 1
    while kept and kept < len(pieces) and _belongs_to_the_one_before(pieces, kept):
        kept -= 1
    space = next((n for n in range(kept, max(0, kept - 30), -1) if pieces[n - 1].isspace()), kept)
    text = "".join(pieces[:space]).rstrip()
    return f"{text}\u2069…" if text.count("\u2068") > text.count("\u2069") else f"{text}…"


def _belongs_to_the_one_before(pieces: list[str], at: int) -> bool:
    """True inside a grapheme: combining marks, variation selectors, joined emoji, flags."""
    here, before = pieces[at], pieces[at - 1]
    if len(here) > 1 or len(before) > 1:
        return False
    if here in _JOINERS or before == "\u200d" or unicodedata.category(here) in {"Mn", "Me", "Mc"}:
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff":
        return True
    flags = 0
    while at - flags > 0 and "\U0001f1e6" <= pieces[at - flags - 1] <= "\U0001f1ff":
        flags += 1
    return "\U0001f1e6" <= here <= "\U0001f1ff" and flags % 2 == 1
