"""A document as the text that a drafter reads, and what was taken of its tables, in words."""

from __future__ import annotations

from orchestration.errors import Rejected
from orchestration.processes.tabular.as_text import text_of
from orchestration.processes.tabular.document import Document
from orchestration.processes.tabular.headings import columns_of
from orchestration.processes.tabular.model import Columns, Meaning, Table

NO_STEPS = (
    "No column of it says what is done: give that column the heading “Step”, "
    "and the others such as “Owner”, “Order”, “Depends on” or “Approval”."
)
_SAID: dict[Meaning, str] = {
    "step": "what is done",
    "owner": "who does it",
    "phase": "the phase",
    "order": "the order",
    "depends": "what it waits for",
    "date": "when",
    "approval": "who signs",
    "command": "the command",
    "details": "the details",
}


def words_in(document: Document) -> tuple[str, tuple[str, ...]]:
    """The text, and a line for each table; raises `Rejected` where no table has steps."""
    if not document.tables:
        return document.text, ()
    read = [(each, columns_of(each)) for each in document.tables]
    read = [(table, columns) for table, columns in read if columns.complete]
    if not read:
        raise Rejected(NO_STEPS)
    texts = [text_of(table, columns, title=table.title) for table, columns in read]
    return "\n".join(texts), tuple(_told(table, columns) for table, columns in read)


def _told(table: Table, columns: Columns) -> str:
    """`Read as a table, a row a step: “Task” is what is done, “Owner” who does it.`"""
    headings = table.rows[columns.heading] if columns.heading >= 0 else ()
    parts = [
        f"“{headings[at]}” is {_SAID[meaning]}"
        if headings
        else f"column {at + 1} is {_SAID[meaning]}"
        for meaning, at in columns.of.items()
    ]
    of = f" “{table.title}”" if table.title else ""
    return f"Read the table{of}, a row a step: {', '.join(parts)}."
