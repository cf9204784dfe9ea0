"""Excel workbooks by openpyxl: values as they were last calculated, never formulas or macros."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.documents.archives import demand_safe
from bot.documents.kinds import Unreadable

MOST_SHEETS = 20
_MOST_ROWS, _MOST_COLUMNS = 2_001, 60
_DAMAGED = "It is damaged: no workbook can be read from it. Save it again in Excel."


def read_workbook(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """The sheets that are shown, by name, with their rows; raises `Unreadable`."""
    demand_safe(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what the file says of its size may be anything
            rows = [
                _without_end([_said(cell) for cell in row])
                for row in sheet.iter_rows(
                    max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True
                )
            ]
            if any(any(row) for row in rows):
                found.append((str(sheet.title), rows))
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as bad:
        raise Unreadable(_DAMAGED) from bad
    if not found:
        raise Unreadable("There are no words in its sheets.")
    return found


def _without_end(row: list[str]) -> list[str]:
    """A sheet is as wide as we ask for."""
    while row and not row[-1]:
        row.pop()
    return row


def _said(cell: object) -> str:
    match cell:
        case None | False:
            return ""
        case True:
            return "yes"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
