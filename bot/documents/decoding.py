"""Bytes to text: UTF-8, UTF-16 with or without its mark, else what Western Windows wrote."""

from __future__ import annotations

import codecs

from bot.documents.kinds import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4_096
_NO_TEXT = "It is not text. Paste its words in a message instead."


def decoded(content: bytes) -> str:
    """Raises `Unreadable` for what is no text in any of them."""
    try:
        text = content.decode(_encoding_of(content))
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise Unreadable(_NO_TEXT)
    return text


def _encoding_of(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:_LOOKED_AT]
    zeros = head.count(0)
    if zeros * 3 > len(head):  # Western text in UTF-16: every second byte
        return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    return "utf-8"
