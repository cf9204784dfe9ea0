"""PDF by PDFium, the reader of Chromium: the text of each page in its order."""

from __future__ import annotations

import re

import pypdfium2

from bot.documents.kinds import Unreadable

MOST_PAGES = 300
_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_BULLETS = re.compile(r"(?m)^[ \t]*[•●▪◦‣∙○■□▢☐❑][ \t]*")
_FEWEST_LETTERS = 8


def read_pdf(content: bytes) -> str:
    """Raises `Unreadable` for what is damaged, protected, a scan, or longer than a document is."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as refused:
        if getattr(refused, "err_code", None) == _ENCRYPTED or "assword" in str(refused):
            raise Unreadable(
                "It is protected by a password. Save it without one, or paste its words."
            ) from refused
        raise Unreadable("It is damaged: no page can be read. Export it again.") from refused
    with document:
        if len(document) > MOST_PAGES:
            raise Unreadable(
                f"It has {len(document)} pages; Drumbeat reads up to {MOST_PAGES}. "
                "Give the part that tells how you release."
            )
        try:
            pages = [page.get_textpage().get_text_range() for page in document]
        except pypdfium2.PdfiumError as refused:
            raise Unreadable("It is damaged: a page cannot be read. Export it again.") from refused
    text = "\n\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "-")
    if sum(each.isalpha() for each in text) < _FEWEST_LETTERS:
        raise Unreadable(
            "It holds no text: it is a scan, or pictures of pages. "
            "Recognise its text first (OCR), or paste the words in a message."
        )
    return _BULLETS.sub("- ", text).strip()
