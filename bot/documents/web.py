"""HTML to Markdown by markdownify: headings, lists, check boxes and tables keep their form."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from markdownify import ATX, MarkdownConverter

from bot.documents.kinds import Unreadable

_SILENT = ("script", "style", "noscript", "template", "nav", "svg", "head", "iframe", "object")
_DEEPEST = 200
_BLANKS = re.compile(r"\n{3,}")


def markdown_of(html: str | bytes) -> str:
    """What a reader of the page sees; raises `Unreadable` for one that is nested without end."""
    page = BeautifulSoup(html, "html.parser")
    if _depth(page) > _DEEPEST:
        raise Unreadable("It is nested deeper than a page is. Paste its words in a message.")
    for each in page(_SILENT):
        each.decompose()
    for box in page.find_all("input", type="checkbox"):
        box.replace_with("[x]" if box.has_attr("checked") else "[ ]")
    text = MarkdownConverter(
        heading_style=ATX,
        bullets="-",
        strip=["img"],
        table_infer_header=True,
        escape_asterisks=False,
        escape_underscores=False,
        escape_misc=False,
    ).convert_soup(page)
    return _BLANKS.sub("\n\n", text).strip()


def _depth(page: BeautifulSoup) -> int:
    deepest = 0
    todo: list[tuple[Tag, int]] = [(page, 0)]
    while todo:
        element, depth = todo.pop()
        deepest = max(deepest, depth)
        if depth > _DEEPEST:
            return depth
        todo += [(each, depth + 1) for each in element.children if isinstance(each, Tag)]
    return deepest
