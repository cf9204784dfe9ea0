"""The sheet of a process, a phase or an activity: what the short form leaves out, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import sheet_buttons
from bot.views.blocks import actions, context, divider, modal, section
from bot.views.elements import Block, Element, button
from bot.views.forms.parts import part_of
from bot.views.forms.theme import About, Theme
from bot.views.forms.themes import OF_ACTIVITY, OF_PHASE, OF_PROCESS
from bot.views.modals import sheet_rows
from bot.views.modals.sheet_rows import Row
from bot.views.text import bold, name, prose
from orchestration.processes.model import ActivityType, Process

_AN_INPUT = "Input "
_ROWS = 40
"""Rows of one screenful; a longer list has several parts."""


def draw(process: Process, sheet: sheet_buttons.Sheet, problems: Sequence[str] = ()) -> Block:
    """`problems` are those of the whole draft; raises `Rejected` where the part is gone."""
    about = part_of(process, sheet)
    rows = _rows(about)
    sheet = nearest(len(rows), sheet)
    first = sheet.part * _ROWS
    shown = rows[first : first + _ROWS]
    return modal(
        _title(about),
        sheet_buttons.SHEET,
        head=[
            context(_place(about)),
            _problems(about, problems),
            *(_theme(each, about, sheet) for each in _themes(about)),
            divider() if rows or _adds(about) else None,
            section(bold(_list_title(about))) if rows or _adds(about) else None,
        ],
        body=[[_row(each, n, sheet)] for n, each in enumerate(shown, first)],
        tail=[
            actions(*_adds(about), block_id=f"sheet.add.{sheet.page.revision}"),
            actions(*_turning(len(rows), sheet), block_id="sheet.turn"),
        ],
        close="Back",
        carries=sheet,
    )


def turned(process: Process, sheet: sheet_buttons.Sheet, by: int) -> sheet_buttons.Sheet:
    """The next or the previous screenful of its list."""
    moved = sheet.model_copy(update={"part": sheet.part + by})
    return nearest(len(_rows(part_of(process, sheet))), moved)


def nearest(rows: int, sheet: sheet_buttons.Sheet) -> sheet_buttons.Sheet:
    last = max(0, -(-rows // _ROWS) - 1)
    return sheet.model_copy(update={"part": min(max(sheet.part, 0), last)})


def _title(about: About) -> str:
    if about.activity:
        return about.activity.name
    return about.phase.name if about.phase else "The process"


def _place(about: About) -> str:
    """Where in the process this is, and that what is done here is kept at once."""
    path = [about.process.name, *(each.name for each in (about.phase, about.activity) if each)]
    where = " › ".join(name(each, 80) for each in path)
    return f"{where} · Each change is kept as you make it."


def _problems(about: About, problems: Sequence[str]) -> Block | None:
    """What the review says of this part, where it can be mended."""
    said_of = _said_of(about)
    here = [_after(each, said_of) for each in problems if each.startswith(said_of)]
    rows = [f"⚠ {prose(each, 300)}" for each in here[:3]]
    rows += [f"and {len(here) - 3} more on the card"] if len(here) > 3 else []
    return section("\n".join(rows)) if rows else None


def _after(problem: str, places: tuple[str, ...]) -> str:
    """Without the place that the sheet is of; an input is named."""
    place = next(each for each in places if problem.startswith(each))
    return problem if place == _AN_INPUT else problem.removeprefix(place)


def _said_of(about: About) -> tuple[str, ...]:
    """How sentences about this part begin."""
    path = " › ".join(each.name for each in (about.phase, about.activity) if each)
    if not path:
        return ("Process: ", _AN_INPUT)
    return (f"{path}: ", f"{path} › ") if about.activity else (f"{path}: ",)


def _themes(about: About) -> tuple[Theme, ...]:
    if about.activity:
        return OF_ACTIVITY
    return OF_PHASE if about.phase else OF_PROCESS


def _theme(theme: Theme, about: About, sheet: sheet_buttons.Sheet) -> Block:
    said = theme.said(about)
    choice = sheet_buttons.SheetChoice(do="open", theme=theme.name)
    change = button("Change…", sheet_buttons.OPEN, choice, says=f"Change {theme.label.lower()}")
    text = "\n".join([bold(theme.label), *(said or ["Nothing is set."])])
    return section(text, accessory=change, block_id=f"sheet.{sheet.page.revision}.{theme.name}")


def _list_title(about: About) -> str:
    if about.activity:
        return "Tasks"
    return "Inputs of this phase" if about.phase else "Inputs"


def _rows(about: About) -> list[Row]:
    if about.activity:
        return sheet_rows.of_tasks(about.activity)
    return sheet_rows.of_inputs(about.phase.inputs if about.phase else about.process.inputs)


def _row(row: Row, n: int, sheet: sheet_buttons.Sheet) -> Block:
    return section(
        row.text, accessory=row.accessory, block_id=f"sheet.{sheet.page.revision}.row.{n}"
    )


def _adds(about: About) -> list[Element]:
    if about.activity is None:
        choice = sheet_buttons.SheetChoice(do="open", of="inputs", theme="input")
        return [button("Add an input", sheet_buttons.OPEN, choice)]
    if about.activity.type is not ActivityType.MANUAL:
        return []
    choice = sheet_buttons.SheetChoice(do="open", of="tasks", theme="task")
    return [button("Add a task", sheet_buttons.OPEN, choice)]


def _turning(rows: int, sheet: sheet_buttons.Sheet) -> list[Element]:
    drawn: list[Element] = []
    if sheet.part:
        drawn.append(button("◀ Previous", sheet_buttons.PREVIOUS))
    if (sheet.part + 1) * _ROWS < rows:
        drawn.append(button("Next ▶", sheet_buttons.NEXT))
    return drawn
