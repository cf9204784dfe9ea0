"""Sizes and colours; every colour is said by an icon or a word too (contrast 7:1 on its ground)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from orchestration.read_models.picture_page import Mark, WorkShown

WIDEST, WIDEST_OF_MANY, MANY = 1600, 2240, 30
"""Slack shows a picture about 360 px wide on a phone: what is wider is not read there. A process of
many activities is read on a laptop."""
MARGIN = 36
BOX_WIDTH, BOX_PAD, BOX_GAP = 300, 14, 30
PHASE_PAD, PHASE_GAP = 22, 56
LANE, PORT = 9, 26
"""Between two lines that run side by side; and how far from the middle of a box those that bend
leave it (to the right) and come in (to the left), so that no two are taken for one."""
PORT_GONE = 44
"""The same for lines that are not there any more."""
NAME, WORD, SMALL, TITLE, PHASE = 19.0, 15.0, 15.0, 30.0, 22.0
"""Sizes of text."""
SMALLEST = 11.0
"""Of small print in a picture that is drawn smaller than it is."""
LINE = 1.32
"""Of a line of text, in its size."""
MOST_COLUMNS = 4

PAPER, INK, QUIET, RULE = "#ffffff", "#1d2129", "#48505e", "#5b6473"
PHASE_GROUND, PHASE_RULE, PHASE_HEAD = "#f6f7f9", "#9aa3b2", "#e3e7ee"


class LineKind(StrEnum):
    """How a line stands to what a picture compares with."""

    PLAIN = "plain"
    NEW = "new"
    GONE = "gone"


class Look(NamedTuple):
    word: str
    ink: str
    ground: str


LOOKS: dict[WorkShown, Look] = {
    WorkShown.AUTOMATED: Look("Pipeline", "#123f7a", "#eef4fd"),
    WorkShown.BY_HAND: Look("Run by hand", "#6e3a00", "#fdf3e3"),
    WorkShown.TODO: Look("To do", "#0b4f49", "#e8f6f3"),
    WorkShown.SIGN_OFF: Look("Sign-off", "#54217f", "#f6effc"),
    WorkShown.SUBPROCESS: Look("Process", "#3b4250", "#eff1f4"),
}


class ChangeLook(NamedTuple):
    """How a difference is told: by its word, its icon and its line, and by a colour besides."""

    word: str
    ink: str
    ground: str
    dash: str
    double: bool = False


CHANGES: dict[Mark, ChangeLook] = {
    Mark.ADDED: ChangeLook("Added", "#0a5428", "#e6f6ec", ""),
    Mark.REMOVED: ChangeLook("Removed", "#8a1c14", "#fbeeec", "2 6"),
    Mark.CHANGED: ChangeLook("Changed", "#6e4300", "#fff5dd", "", double=True),
    Mark.MOVED: ChangeLook("Moved", "#2c3a8f", "#edf0fd", "16 5 4 5"),
}
BAND = 27.0
"""The height of the strip that says how a box differs."""
CHANGE_WIDTH = 3.0
"""Of the line around it."""


class LineLook(NamedTuple):
    ink: str
    width: float
    dash: str = ""


LINES: dict[LineKind, LineLook] = {
    LineKind.PLAIN: LineLook(RULE, 1.8),
    LineKind.NEW: LineLook(CHANGES[Mark.ADDED].ink, 3.4),
    LineKind.GONE: LineLook(CHANGES[Mark.REMOVED].ink, 2.2, "2 6"),
}
