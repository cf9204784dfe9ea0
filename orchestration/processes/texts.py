"""Is a pasted text something that can be read as a document?"""

from __future__ import annotations

from orchestration.errors import Rejected

LONGEST_TEXT = 100_000
"""Bytes of a text that can be drafted from (product.md section 7)."""
WHAT_TO_WRITE = (
    "Say what is done, a step a line, such as “1. Build and test”, “2. The QA lead signs off”, "
    "“3. Deploy”, and draft it again."
)
LONGEST_WORDS = 3_000
"""Characters of what is asked to be changed."""
_MOST_JUNK = 0.1
_BREAKS = "\v\f\x85\u2028\u2029"


def readable(text: str) -> str:
    """The text without control characters; raises `Rejected` where there is nothing to read."""
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise Rejected(
            "That text is longer than 100 kB. Paste the part that describes how you release, "
            "or draft from several shorter parts."
        )
    kept = "".join(each for each in map(_plain, text) if each)
    if not kept.strip():
        raise Rejected(
            "There is nothing to draft from. Paste how your team releases: "
            "the steps, who does them, and who signs."
        )
    if len(text) - len(kept) > _MOST_JUNK * len(text):
        raise Rejected("That does not look like text. Paste the words themselves, not a file.")
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def asked_in_words(said: str) -> str:
    """What somebody wants changed, without control characters; raises `Rejected` for nothing."""
    kept = "".join(each for each in map(_plain, said) if each).strip()
    if not kept:
        raise Rejected("Say what shall be changed, such as “move UAT after Security review”.")
    if len(kept) > LONGEST_WORDS:
        raise Rejected(
            f"That is longer than {LONGEST_WORDS:,} characters. Ask for a few changes at a time, "
            "or draft from the whole text."
        )
    return kept


def _plain(c: str) -> str:
    """Non-breaking and wide spaces are spaces, page and paragraph breaks are lines."""
    if c.isprintable() or c in "\n\t\r":
        return c
    return "\n" if c in _BREAKS else " " if c.isspace() else ""
