"""Words to sentences, and sentences to the few words worth quoting."""

from __future__ import annotations

import re
from typing import Final

from prompts.outline.cleaning import BREAK

QUOTED_WORDS: Final = 12
_END = re.compile(r"(?<=[.!?。！？])[\"')\]”’*_`]*\s+|(?<=[。！？])|;\s+(?=\S)")
_SHORT = re.compile(
    r"(?i)(?:\b(?:e\.g|i\.e|eg|ie|etc|vs|approx|incl|resp|cf|no|nr|max|min|ca|z\.b|d\.h|bzw|usw|p\.ex|p\.e|ej|fig|sec|st|inc|ltd|jr|dr|mr|ms)|(?:^|\s)[A-Za-z])\.[\"')\]]*$"
)
_SPACE_LINE = re.compile(r"(?<=[^\s.,;:!?])\n(?=[A-Z@<•:]|[^\x00-\x7f])")


def sentences(text: str) -> list[str]:
    """Split prose where a reader would stop; abbreviations and code spans hold together."""
    out: list[str] = []
    start = 0
    ticks = 0
    seen = 0
    for found in _END.finditer(text):
        ticks += text.count("`", seen, found.start())
        seen = found.start()
        head = text[max(start, found.start() - 12) : found.start()]
        if ticks % 2 or _SHORT.search(head) or found.end() == len(text):
            continue
        dots = text[max(0, found.start() - 3) : found.start()] == "..."
        if dots and not text[found.end()].isupper():
            continue
        out.append(text[start : found.end()].strip())
        start = found.end()
    out.append(text[start:].strip())
    return [each for each in out if each]


def by_lines(text: str) -> list[str]:
    """Short lines under one another are separate sayings; wrapped prose is one."""
    lines = text.split("\n")
    if len(lines) > 1 and sum(len(line) for line in lines) < 62 * len(lines):
        return [line for line in _SPACE_LINE.sub("\ue001", text).split("\ue001") if line.strip()]
    return [text]


def quote(text: str) -> str:
    """At most twelve words that stand in the text in this order, none across a gap."""
    runs = [run.split() for run in text.split(BREAK)]
    solid = [run for run in runs if len("".join(run)) > 2]
    if not solid:
        return ""
    best = next((run for run in solid if len(run) >= 4), max(solid, key=len))
    return " ".join(best[:QUOTED_WORDS])[:300].strip(" ,;:-–—")


def unbroken(text: str) -> str:
    return " ".join(text.replace(BREAK, " ").split())
