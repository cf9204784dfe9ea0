"""CSV whatever separates it: the mark that cuts the first rows into most columns, evenly."""

from __future__ import annotations

import csv
import io

from bot.documents.decoding import decoded
from bot.documents.kinds import Unreadable

_MARKS = ",;\t|"
_TRIED = 30
_LONGEST_FIELD = 100_000


def read_separated(content: bytes) -> list[list[str]]:
    """The rows; raises `Unreadable` where there are none."""
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.strip().casefold() in {f"sep={mark}" for mark in _MARKS}:  # Excel's own line
        rows = _rows(rest, first.strip()[-1])
    else:
        lines = "\n".join(text.split("\n")[:_TRIED])
        rows = _rows(text, max(_MARKS, key=lambda mark: _evenness(_rows(lines, mark))))
    rows = [row for row in rows if any(each.strip() for each in row)]
    if not rows:
        raise Unreadable("There are no rows in it.")
    return rows


def _rows(text: str, mark: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=True))
    except csv.Error:
        return [line.split(mark) for line in text.split("\n")]


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    """How many rows have the same number of columns, more than one, and how many columns."""
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return 0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return widths.count(usual), usual
