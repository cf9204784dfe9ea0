"""A table as a document holds it, and what its columns mean."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from orchestration.values import Frozen

Meaning = Literal[
    "step", "owner", "phase", "order", "depends", "date", "approval", "command", "details"
]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
MOST_ROWS = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 2_000


class Table(Frozen):
    """Rows of cells as they are shown, all of one length."""

    title: str = ""
    """Of the sheet, where there is one."""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


class Columns(Frozen):
    """What each column means, by its place from 0; what is not there has none."""

    heading: int = Field(default=-1, ge=-1)
    """The row of the headings; -1 where the table has none."""
    of: dict[Meaning, int] = Field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """True where the rows can be read: a column says what is done."""
        return "step" in self.of


def squared(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Without empty rows and columns, each row as long as the longest; bounded."""
    kept = [[_cell(each) for each in row[:MOST_COLUMNS]] for row in rows[:MOST_ROWS]]
    kept = [row for row in kept if any(row)]
    width = max(map(len, kept), default=0)
    full = [row + [""] * (width - len(row)) for row in kept]
    used = [n for n in range(width) if any(row[n] for row in full)]
    return tuple(tuple(row[n] for n in used) for row in full)


def _cell(text: str) -> str:
    return " ".join(text.split())[:LONGEST_CELL]
