"""The icons of kinds of work as strokes in a square of 16: no machine lacks them."""

from __future__ import annotations

from orchestration.read_models.picture_page import Mark, WorkShown

ICONS: dict[WorkShown, str] = {
    # A play sign in a ring: it runs by itself.
    WorkShown.AUTOMATED: "M8 1.2a6.8 6.8 0 1 0 .01 0zM6.4 5v6l4.8-3z",
    # A prompt in a window: somebody types the command.
    WorkShown.BY_HAND: "M1.5 2.5h13v11h-13zM4 6l2.5 2L4 10M8 10.5h4",
    # A ticked square.
    WorkShown.TODO: "M2 2h12v12H2zM4.8 8.2l2.4 2.4 4.2-5",
    # A pen over a line.
    WorkShown.SIGN_OFF: ("M2 14.2h12M3.5 11.2l.6-2.8L11 1.5l2.3 2.3-6.9 6.9zM9.4 3.1l2.3 2.3"),
    # Two boxes in one.
    WorkShown.SUBPROCESS: "M1.5 2h13v12h-13zM4 5h3v6H4zM9 5h3v6H9z",
}

CHANGE_ICONS: dict[Mark, str] = {
    Mark.ADDED: "M8 2v12M2 8h12",
    Mark.REMOVED: "M2.5 2.5l11 11M13.5 2.5l-11 11",
    # A triangle, as a delta is written.
    Mark.CHANGED: "M8 2l6.5 12h-13z",
    # Up, and down.
    Mark.MOVED: "M5 14V2.3M1.8 5.5L5 2.3l3.2 3.2M11 2v11.7M7.8 10.5L11 13.7l3.2-3.2",
}
