"""The icons of kinds of work as strokes in a square of 16: no machine lacks them."""

from __future__ import annotations

from orchestration.read_models.picture_page import WorkShown

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
