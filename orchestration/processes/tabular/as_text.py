"""The text that a table is drafted from: its rows in their order, under headings in English.

A drafter reads the same kind of text whatever the document's language, columns and gaps were: a
table for each phase, rows numbered, and what a row waits for said by these numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Final

from orchestration.errors import Rejected
from orchestration.processes.tabular.model import Columns, Meaning, Table

_SHOWN: Final[tuple[tuple[Meaning, str], ...]] = (
    ("step", "Step"),
    ("owner", "Owner"),
    ("depends", "Depends on"),
    ("date", "When"),
    ("approval", "Approval"),
    ("command", "Command"),
    ("details", "Notes"),
)
_NUMBER = re.compile(r"\d+")
_NOTHING = re.compile(
    r"^[\s\-–—./]*$|^(?:n/?a|none|keine?r?|aucune?|ninguno?a?|no|nein|non)$", re.IGNORECASE
)
_YES = re.compile(r"^(?:y|yes|ja|oui|s[ií]|sim|x|true|wahr|vrai|required|✓|✔|✅|☑)$", re.IGNORECASE)
_FEWEST_WITH_A_PLACE = 2


@dataclass(slots=True)
class _Row:
    cells: dict[Meaning, str]
    phase: str
    place: tuple[int, ...]
    """What its order says, `1.2` as two numbers; empty where it says nothing."""
    label: str
    """By which other rows may speak of it."""
    after: list[_Row] = field(default_factory=list)


def text_of(table: Table, columns: Columns, *, title: str = "") -> str:
    """Raises `Rejected` where no column, or no row, says what is done."""
    if not columns.complete:
        raise Rejected("Choose the column that says what is done: without it there are no steps.")
    rows = _ordered(_rows(table, columns))
    if not rows:
        raise Rejected("That column has no words under its heading. Choose another one.")
    lines = [f"# {title}", ""] if title else []
    number = {id(row): n for n, row in enumerate(rows, 1)}
    shown: list[tuple[Meaning, str]] = [
        (meaning, heading)
        for meaning, heading in _SHOWN
        if any(row.cells.get(meaning) for row in rows)
        or (meaning == "depends" and any(row.after for row in rows))
    ]
    for phase in dict.fromkeys(row.phase for row in rows):
        lines += [f"## {phase}", ""] if phase else []
        lines.append(_line(["No.", *(heading for _, heading in shown)]))
        lines.append(_line(["---"] * (len(shown) + 1)))
        for row in (each for each in rows if each.phase == phase):
            row.cells["depends"] = ", ".join(str(number[id(each)]) for each in row.after)
            cells = [row.cells.get(meaning, "") for meaning, _ in shown]
            lines.append(_line([str(number[id(row)]), *cells]))
        lines.append("")
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(each.replace('|', '/') for each in cells)} |"


def _rows(table: Table, columns: Columns) -> list[_Row]:
    """Each row that says what is done; one that only names a part gives what follows its phase."""
    rows: list[_Row] = []
    phase = ""
    for cells in table.rows[columns.heading + 1 :]:
        said: dict[Meaning, str] = {
            meaning: cells[n] for meaning, n in columns.of.items() if n < len(cells)
        }
        phase = said.get("phase") or phase
        if not said.get("step"):
            filled = [each for each in cells if each]
            phase = filled[0] if len(filled) == 1 and "phase" not in columns.of else phase
            continue
        for meaning in ("owner", "date", "approval", "depends"):
            if _NOTHING.match(said.get(meaning, "")):
                said[meaning] = ""
        if _YES.match(said.get("approval", "")):
            said["approval"] = "yes"
        order = said.get("order", "")
        place = tuple(int(each[:9]) for each in _NUMBER.findall(order))
        rows.append(_Row(cells=said, phase=phase, place=place, label=order.casefold()))
    return rows


def _ordered(rows: list[_Row]) -> list[_Row]:
    """By their order, then so that each stands below what it waits for; as written in a circle."""
    if sum(bool(row.place) for row in rows) >= max(len(rows) - 1, _FEWEST_WITH_A_PLACE):
        rows = sorted(rows, key=lambda row: row.place or (10**9,))
        if not any(row.cells.get("depends") for row in rows):
            _after_equals(rows)
    _after_named(rows)
    place = {id(row): n for n, row in enumerate(rows)}
    graph = {n: {place[id(each)] for each in row.after} for n, row in enumerate(rows)}
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError:
        for n, row in enumerate(rows):
            row.after = [each for each in row.after if place[id(each)] < n]
        return rows
    found: list[_Row] = []
    ready = sorted(sorter.get_ready())
    while ready:
        n = ready.pop(0)
        found.append(rows[n])
        sorter.done(n)
        ready = sorted([*ready, *sorter.get_ready()])
    return found


def _after_equals(rows: list[_Row]) -> None:
    """Rows of one order go side by side: each waits for all of the order before."""
    places = [row.place for row in rows]
    if len(set(places)) == len(places):
        return  # nothing that their order in the table does not say
    before: list[_Row] = []
    current: list[_Row] = []
    for row in rows:
        if current and row.place != current[0].place:
            before, current = current, []
        if not current or row.phase == current[0].phase:
            row.after = [each for each in before if each.phase == row.phase]
        current.append(row)


def _after_named(rows: list[_Row]) -> None:
    """What a row says it waits for: rows by their order, their number or their name."""
    by_label = {row.label: row for row in reversed(rows) if row.label}
    if not by_label:
        by_label = {str(n): row for n, row in enumerate(rows, 1)}
    by_name = {_plain(row.cells["step"]): row for row in reversed(rows)}
    for row in rows:
        said = row.cells.get("depends", "")
        if not said:
            continue
        whole = by_name.get(_plain(said))
        parts = [said] if whole else re.split(r"[,;&+/\n]| and | und | et | y | e ", said)
        for part in parts:
            found = by_name.get(_plain(part)) or by_label.get(part.strip().casefold())
            numbers = _NUMBER.findall(part)
            if found is None and numbers and len(part) <= len(numbers[0]) + 12:
                found = by_label.get(numbers[0])
            if found is not None and found is not row and found not in row.after:
                row.after.append(found)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()
