"""How the calendar looks: sizes for a phone, a colour for each group, an icon for each status."""

from __future__ import annotations

from typing import Final

from orchestration.calendar.page import Shown

WIDTH: Final = 760.0
"""A phone shows it half as wide: letters of 19 are as high there as a phone's small print."""
MARGIN: Final = 22.0
TITLE, SUBTITLE, HEAD, LABEL, NAME, WORD, SMALL = 36.0, 20.0, 19.0, 21.0, 20.0, 17.0, 17.0
"""Sizes of letters."""
PAPER, INK, QUIET, RULE = "#ffffff", "#1d2129", "#48505e", "#c9cfd9"
OUTSIDE, TODAY, CLASH = "#f3f4f7", "#1d2129", "#b3141a"
FROST: Final = "#8fb4d8"
CHIP: Final = 48.0
"""The height of a release with its two lines."""
GAP: Final = 4.0
STRIP: Final = 7.0

ICONS: Final[dict[Shown, str]] = {
    # A ring of dashes: not made yet.
    Shown.PLANNED: "M8 1.5a6.5 6.5 0 0 1 4.6 1.9M14.5 8a6.5 6.5 0 0 1-1.9 4.6M8 14.5a6.5 6.5 0 0 1"
    "-4.6-1.9M1.5 8a6.5 6.5 0 0 1 1.9-4.6",
    # A clock.
    Shown.SCHEDULED: "M8 1.5a6.5 6.5 0 1 0 .01 0zM8 4.3V8l2.7 1.8",
    # A play sign.
    Shown.RUNNING: "M4 2.2v11.6l9.5-5.8z",
    Shown.PAUSED: "M5 2.5v11M11 2.5v11",
    Shown.DONE: "M2 8.5l4 4.2L14 3.5",
    # A ring with its lower half.
    Shown.PARTLY: "M8 1.5a6.5 6.5 0 1 0 .01 0zM1.7 8h12.6M3.5 11h9",
    Shown.FAILED: "M3 3l10 10M13 3L3 13",
    # A square: stopped.
    Shown.ABORTED: "M3 3h10v10H3z",
    # An arrow over something.
    Shown.SKIPPED: "M2 11a6 6 0 0 1 11.5-2.5M13.8 4v4.8H9",
    Shown.MISSED: "M8 2v8M8 13v1",
}
SNOW: Final = "M8 1v14M2 4.5l12 7M14 4.5l-12 7"
WARNING: Final = "M8 2l6.7 12H1.3zM8 6.5v3.7M8 12v.4"


def tint(colour: str, part: float = 0.14) -> str:
    """The colour on white paper: dark letters stay readable on it."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - each) * part):02x}" for each in parts)
