"""What the sheet of a process, a phase or an activity, and its forms, carry back.

A sheet lies over the outline and lists what the short form leaves out; a form lies over the sheet.
That is as high as Slack stacks: three views. Places are positions, which hold because the revision
travels with them, and because ids can be longer than Slack carries.
"""

from __future__ import annotations

from typing import Literal

from bot.views.outline_buttons import OutlinePage
from orchestration.values import Frozen

OPEN_PROCESS = "sheet.open_process"
OPEN = "sheet.open"
"""*Change…* beside a theme, and *Add …* under a list."""
MENU = "sheet.menu"
"""Edit, move or remove one entry of a list."""
PREVIOUS = "sheet.previous"
NEXT = "sheet.next"
KIND = "sheet.kind"
"""Another kind was chosen in a task's form, which then asks for other things."""

SHEET = "sheet"
FORM = "sheet.form"


class Sheet(Frozen):
    """Of which part it is, and which screenful of its lists."""

    page: OutlinePage
    phase: int | None = None
    activity: int | None = None
    part: int = 0
    outline_view: str = ""
    """The outline's own view, redrawn when something was changed."""


class SheetChoice(Frozen):
    """One theme of the part itself, or one entry of a list."""

    do: Literal["open", "up", "down", "remove"]
    of: Literal["", "inputs", "tasks", "fields"] = ""
    theme: str = ""
    at: int | None = None
    """Which entry; None for one that is added."""
    inner: int | None = None
    """Which question of the task."""


class SheetForm(Frozen):
    sheet: Sheet
    choice: SheetChoice
    sheet_view: str = ""
