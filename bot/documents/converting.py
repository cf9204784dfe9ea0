"""One document to its text, or to its tables; what a child process does and then ends."""

from __future__ import annotations

from typing import TypedDict

from bot.documents.kinds import Kind, Unreadable, demand_kind


class Converted(TypedDict):
    """What the child says; rows as they stand in the file."""

    text: str
    tables: list[tuple[str, list[list[str]]]]


def convert(kind: Kind, content: bytes) -> Converted:
    """Raises `Unreadable` with what to do. A library is imported where its kind is read."""
    demand_kind(kind, content)
    match kind:
        case "text":
            from bot.documents.decoding import decoded

            return _text(decoded(content))
        case "page":
            from bot.documents.decoding import decoded
            from bot.documents.web import markdown_of

            return _text(markdown_of(decoded(content)))
        case "word":
            from bot.documents.word import read_word

            return _text(read_word(content))
        case "pdf":
            from bot.documents.paged import read_pdf

            return _text(read_pdf(content))
        case "workbook":
            from bot.documents.workbook import read_workbook

            return {"text": "", "tables": read_workbook(content)}
        case "separated":
            from bot.documents.separated import read_separated

            return {"text": "", "tables": [("", read_separated(content))]}


def _text(text: str) -> Converted:
    if not text.strip():
        raise Unreadable("There are no words in it.")
    return {"text": text, "tables": []}
