"""What the menus and forms of the outline editor carry back."""

from __future__ import annotations

from typing import Literal

from orchestration.values import (
    DraftId,
    Frozen,
)


class OutlineChoice(Frozen):
    """One entry of a row's menu; positions hold, since the revision travels with the view."""

    do: Literal["edit", "more", "up", "down", "add", "remove"]
    phase: int
    activity: int | None = None


class OutlinePage(Frozen):
    """Which part of the outline is shown: a phase, and which screenful of it."""

    draft_id: DraftId
    revision: int
    phase: int = 0
    part: int = 0


class ActivityForm(Frozen):
    """One activity being edited, or added when `activity` is None."""

    page: OutlinePage
    phase: str
    activity: str | None = None
    after: str | None = None
    """The activity it is added behind; None means at the end."""
    outline_view: str = ""
    """The outline's own view, redrawn when this form is sent."""


class PhaseForm(Frozen):
    """One phase being edited, or added when `phase` is None."""

    page: OutlinePage
    phase: str | None = None
    after: str | None = None
    outline_view: str = ""
