"""Which documents are read, and what to do about the others; known by name and by first bytes."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["text", "word", "pdf", "page", "workbook", "separated"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LARGEST = 4_000_000
"""Bytes of a document; what is larger is mostly pictures, which nobody reads here."""
ENDINGS: dict[str, Kind] = {
    "md": "text",
    "markdown": "text",
    "txt": "text",
    "text": "text",
    "rst": "text",
    "docx": "word",
    "pdf": "pdf",
    "html": "page",
    "htm": "page",
    "xlsx": "workbook",
    "csv": "separated",
    "tsv": "separated",
}
READ = ".md, .txt, .docx, .pdf, .html, .xlsx and .csv"
_INSTEAD = {
    "doc": "Save it as .docx in Word",
    "docm": "Save it as .docx, without macros,",
    "odt": "Save it as .docx",
    "rtf": "Save it as .docx",
    "pages": "Export it as .docx",
    "xls": "Save it as .xlsx in Excel",
    "xlsm": "Save it as .xlsx, without macros,",
    "ods": "Save it as .xlsx",
    "numbers": "Export it as .xlsx",
    "pptx": "Export it as PDF",
    "ppt": "Export it as PDF",
    "key": "Export it as PDF",
}
_OFFICE_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


class Unreadable(Exception):  # noqa: N818 - a claim about the document, as `Rejected` is
    """Why a document cannot be read, with what to do; a sentence or two for a person."""


def kind_of(name: str) -> Kind:
    """By its ending; raises `Unreadable` for what is none of ours."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in ENDINGS:
        return ENDINGS[ending]
    if ending in _INSTEAD:
        raise Unreadable(f"Drumbeat reads {READ}. {_INSTEAD[ending]} and give it again.")
    raise Unreadable(
        f"Drumbeat reads {READ}, and this is none of them. Paste its words in a message instead."
    )


def demand_kind(kind: Kind, content: bytes) -> None:
    """Raise `Unreadable` where the first bytes are not what the name says."""
    if not content:
        raise Unreadable("It is empty.")
    if kind in ("word", "workbook"):
        if content.startswith(_OFFICE_OLD):
            raise Unreadable(
                "It is protected by a password, or an old format under a new name. "
                "Save it again without a password, as .docx or .xlsx."
            )
        if not content.startswith(_ZIP):
            ending = "docx" if kind == "word" else "xlsx"
            raise Unreadable(f"It is damaged, or no .{ending} at all.")
    if kind == "pdf" and b"%PDF-" not in content[:1024]:
        raise Unreadable("It is damaged, or no PDF at all.")
