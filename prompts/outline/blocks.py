"""Text to blocks: headings, list items, paragraphs, code and tables, in one pass over the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["heading", "item", "paragraph", "code", "table"]
Marker = Literal["number", "bullet", "check", ""]

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*$")
_WIKI = re.compile(r"^(={2,6})[ \t]*([^=\s][^=]{0,150})(?:[ \t]*=+)?$")
_TEXTILE = re.compile(r"^h([1-6])\.[ \t]+(\S.*)$")
_UNDERLINE = re.compile(r"^([=\-~^\"*+#])\1{2,}[ \t]*$")
_ITEM = re.compile(
    r"^([ \t]*)(?:(?P<n>\(?(?:#|\d{1,3}(?:\.\d{1,3}){0,3}|[a-zA-Z]|[ivx]{1,4})[.)])|(?P<b>[-*+•◦▪‣–·○●]|\*{2,5}))[ \t]+(?P<rest>\S.*)?$"
)
_CHECK = re.compile(r"^(?:\[[ xX✓✔-]?\]|[☐☑☒✅⬜🔲])[ \t]*")
_BARE_CHECK = re.compile(r"^([ \t]*)(?:\[[ xX]\]|_{2,}|[☐☑☒✅⬜🔲])[ \t]+(\S.*)$")
_FENCE = re.compile(r"^([ \t]*)(`{3,}|~{3,})[ \t]*\{?\.?([\w+#-]*)")
_RULE = re.compile(r"^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$|^[ \t]*\|\|?[^|].*$")
_DIVIDER = re.compile(r"^[ \t]*\|?[ \t:|-]*-{2,}[ \t:|-]*\|?[ \t]*$")
_BOLD = re.compile(r"^[ \t]{0,3}(\*\*|__|\*|_)(?=\S)([^*_\n]{2,90})(?<=\S)\1[ \t]*:?[ \t]*$")
_NAMED = re.compile(
    r"(?i)^ {0,3}((?:phase|stage|step|day|week|part|schritt|étape|etape|etapa|paso|fase)[ \t]+(?:\d{1,2}|[ivx]{1,4}|[a-e])\b(?:[ \t]*[:.–—-][ \t]*\S.{0,90})?|t[ \t]?[-+–][ \t]?\d{1,3}\b.{0,60}|release day)[ \t]*:?$"
)
_DIRECTIVE = re.compile(
    r"^[ \t]*(?:\.\. (?:(code-block|code|sourcecode|prompt|console|parsed-literal)::[ \t]*(\w*)|[\w-]+::|_[^:\n]{1,80}:|\[)|__ |!!! |:::|\[\[|\{\{<)"
)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,80}\]:[ \t]*\S")
_DETAILS = re.compile(r"(?i)<details")
_ANY_TAG = re.compile(r"<[^<>]{0,200}>")
_ASIDE_FOLD = re.compile(
    r"(?i)\b(?:if|manual(?:ly)?|alternative|optional|examples?|why|background|more|troubleshoot\w*|hint|templates?|roll-?back|outputs?|logs?|screenshots?|changelog|details|faq|when|old)\b"
)
_DETAILS_END = re.compile(r"(?i)</details")
_TYPED = re.compile(
    r"^\s*(?:[$%>] |(?:git|make|pip|python3?|npm|docker|kubectl|twine|tox|gh|curl|ssh|cd|export|\./|cargo|mvn|go|helm|yarn|uv|sh|bash|scp|gpg|tar|svn|hg)\b)"
)
_PROSE = re.compile(r"^\s*[A-Z(\"][\w'’-]* (?:[\w'’,()-]+ ){4}")
MOST_BLOCKS: Final = 3000
"""No release process is longer; what follows is not read."""
_WIKI_DIALECT = re.compile(r"(?m)^h[1-6]\. |^==+ ?[^=\n]{1,80}==+ *$")
_HASHES = re.compile(r"^([#*]*#+)[ \t]+(\S.*)$")


@dataclass(slots=True)
class Block:
    """One piece of the document, with what its place says about it."""

    kind: Kind
    text: str = ""
    level: int = 0
    marker: Marker = ""
    number: str = ""
    language: str = ""
    rows: list[list[str]] = field(default_factory=list)
    indent: int = 0
    folded: bool = False
    """Inside a `<details>` fold: offered to those who need it."""
    lines: list[str] = field(default_factory=list)
    note: str = ""
    """Quotations and admonitions straight under it, where permissions are told."""


def width(space: str) -> int:
    return sum(4 if c == "\t" else 1 for c in space)


def cells(line: str) -> list[str]:
    line = line.strip()
    return [cell.strip() for cell in line.strip("|").replace("||", "|").split("|")]


class Scanner:
    """Reads lines into blocks; the only state is the block that is open and the fold depth."""

    def __init__(self, text: str) -> None:
        self.lines = text.expandtabs(4).split("\n")
        self.at = 0
        self.blocks: list[Block] = []
        self.open: Block | None = None
        self.blank = True
        self.fold = 0
        self.aside_fold = False
        self.list_indent = -1
        self.underlines: dict[str, int] = {"=": 1, "-": 2}
        self.hashes_count = bool(_WIKI_DIALECT.search(text))

    def scan(self) -> list[Block]:
        while self.at < len(self.lines) and len(self.blocks) < MOST_BLOCKS:
            line = self.lines[self.at]
            self.at += 1
            self.read(line)
        for block in self.blocks:
            if block.lines:
                block.text = "\n".join(block.lines)
        return self.blocks

    def add(self, block: Block, *, stays_open: bool = False) -> None:
        block.folded = self.fold > 0 and self.aside_fold
        self.blocks.append(block)
        self.open = block if stays_open else None
        self.blank = False

    def read(self, line: str) -> None:
        stripped = line.strip()
        if _DETAILS.search(line):
            self.fold += 1
            self.aside_fold = bool(
                _ASIDE_FOLD.search(
                    _ANY_TAG.sub(
                        " ", line + (self.lines[self.at] if self.at < len(self.lines) else "")
                    )
                )
            )
        folds = bool(_DETAILS_END.search(line))
        if not stripped or stripped == "\ue000":
            self.blank = True
        elif not (self.code(line) or self.heading(line) or self.structure(line)):
            self.words(line)
        if folds:
            self.fold = max(0, self.fold - 1)

    def code(self, line: str) -> bool:
        """A fence to its end, an indented block, or what a directive or `::` announces."""
        if fence := _FENCE.match(line):
            self.add(Block("code", language=fence.group(3).lower(), indent=width(fence.group(1)),
                           lines=list(self.fenced(fence.group(2)))))  # fmt: skip
            return True
        indent = len(line) - len(line.lstrip())
        if self.blank and indent >= 2 and not _ITEM.match(line) and self.typed(line, indent):
            body = [line.strip()]
            while (
                self.at < len(self.lines)
                and (
                    self.lines[self.at].startswith(" " * indent) or not self.lines[self.at].strip()
                )
                and "details" not in self.lines[self.at]
            ):
                body.append(self.lines[self.at].strip())
                self.at += 1
            self.add(Block("code", indent=indent, lines=body, language="indented"))
            self.blank = True
            return True
        return False

    def directive(self, line: str) -> bool:
        """`.. code-block:: sh` and its body are code; a note, a figure or an include is passed over."""
        found = _DIRECTIVE.match(line)
        if not found:
            return False
        indent = len(line) - len(line.lstrip())
        body: list[str] = []
        while self.at < len(self.lines):
            after = self.lines[self.at]
            if after.strip() and len(after) - len(after.lstrip()) <= indent:
                break
            body.append(after.strip())
            self.at += 1
        self.note(" ".join(body[:20]))
        if found.group(1):
            self.add(Block("code", language=(found.group(2) or "").lower(), indent=indent,
                           lines=[each for each in body if each and not each.startswith(":")]))  # fmt: skip
        return True

    def typed(self, line: str, indent: int) -> bool:
        """True when an indented line is code: deep enough, and in plain text not mere prose."""
        if self.list_indent >= 0 and indent > self.list_indent:
            return indent >= self.list_indent + 6 or bool(_TYPED.match(line))
        before = (
            self.blocks[-1].lines if self.blocks and self.blocks[-1].kind == "paragraph" else [""]
        )
        return (indent >= 4 and not _PROSE.match(line)) or before[-1].endswith("::")

    def fenced(self, fence: str) -> Iterator[str]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                return
            yield line

    def heading(self, line: str) -> bool:
        if self.hashes_count and (numbered := _HASHES.match(line)):
            self.add(Block("item", lines=[numbered.group(2)], marker="number",
                           indent=2 * len(numbered.group(1)) - 2), stays_open=True)  # fmt: skip
            return True
        if found := _ATX.match(line) or _WIKI.match(line):
            self.add(Block("heading", found.group(2), level=len(found.group(1))))
        elif found := _TEXTILE.match(line):
            self.add(Block("heading", found.group(2), level=int(found.group(1))))
        elif found := _NAMED.match(line):
            self.add(Block("heading", found.group(1), level=7))
        elif self.alone() and (found := _BOLD.match(line)):
            self.add(Block("heading", found.group(2).strip(" :"), level=8))
        elif self.at < len(self.lines) and self.underlined(line):
            self.at += 1
        else:
            return False
        self.blank = True
        return True

    def alone(self) -> bool:
        """True between blank lines, where a bold line is a title; a list may follow at once."""
        after = self.lines[self.at] if self.at < len(self.lines) else ""
        return self.blank and (not after.strip() or bool(_ITEM.match(after)))

    def underlined(self, line: str) -> bool:
        mark = _UNDERLINE.match(self.lines[self.at])
        if not mark or len(line) > 120 or line[0] == " " or _ITEM.match(line) or "|" in line:
            return False
        if self.open and self.open.kind == "paragraph" and not self.blank:
            return False
        level = self.underlines.setdefault(mark.group(1), min(6, len(self.underlines) + 1))
        self.add(Block("heading", line.strip(), level=level))
        return True

    def structure(self, line: str) -> bool:
        if line.lstrip().startswith(">"):
            self.note(line.lstrip(" >"))
        if (
            _RULE.match(line)
            or self.directive(line)
            or line.lstrip().startswith(">")
            or _DEFINITION.match(line)
            or _UNDERLINE.match(line)
        ):
            self.open, self.blank = None, True
            return True
        if found := _ITEM.match(line):
            self.item(found)
            return True
        if found := _BARE_CHECK.match(line):
            self.add(
                Block("item", lines=[found.group(2)], marker="check", indent=width(found.group(1))),
                stays_open=True,
            )
            return True
        if line.count("|") >= 2 and _ROW.match(line):
            self.row(line)
            return True
        return False

    def item(self, found: re.Match[str]) -> None:
        rest = found.group("rest") or ""
        marker: Marker = "number" if found.group("n") else "bullet"
        if box := _CHECK.match(rest):
            marker, rest = "check", rest[box.end() :]
        indent = self.list_indent = width(found.group(1))
        stars = found.group("b") or ""
        if len(stars) > 1:
            indent += 2 * (len(stars) - 1)
        self.add(Block("item", lines=[rest], marker=marker, indent=indent,
                       number=(found.group("n") or "").strip("().")), stays_open=True)  # fmt: skip

    def note(self, line: str) -> None:
        if self.blocks and len(self.blocks[-1].note) < 1000:
            self.blocks[-1].note += f"{line} "

    def row(self, line: str) -> None:
        table = self.open
        if table is None or table.kind != "table" or self.blank:
            self.add(table := Block("table"), stays_open=True)
        if not _DIVIDER.match(line):
            table.rows.append(cells(line))

    def words(self, line: str) -> None:
        """Go on with the open item or paragraph, or begin a paragraph."""
        indent = len(line) - len(line.lstrip())
        text = line.strip().removeprefix("> ").rstrip("\\").strip()
        if self.open and self.open.kind in ("item", "paragraph") and not self.blank:
            if len(self.open.lines) < 500:
                self.open.lines.append(text)
            return
        if indent <= self.list_indent or indent == 0:
            self.list_indent = -1
        self.add(Block("paragraph", lines=[text], indent=indent), stays_open=True)


def blocks_of(text: str) -> list[Block]:
    """The document's blocks in order; any string has a reading."""
    return Scanner(text).scan()
