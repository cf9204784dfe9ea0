"""Buttons of a release that has not begun: start, move, skip, edit; and their names."""

from __future__ import annotations

from typing import NamedTuple

from bot.views import buttons
from bot.views.elements import Element, button, confirm
from bot.views.inputs import carried
from bot.views.wording import counted
from orchestration.values import Frozen, ReleaseId

MOVE = "release.move"
MOVE_TO = "release.move_to"
"""To a time that was said already."""
SKIP = "release.skip"
BRING_BACK = "release.bring_back"
EDIT = "release.edit"
MOVE_FORM = "release.move.form"
SKIP_FORM = "release.skip.form"
EDIT_FORM = "release.edit.form"


class MoveButton(Frozen):
    """To when, in seconds since 1970; the release as it was shown."""

    release_id: ReleaseId
    to: int
    revision: int


class Startable(NamedTuple):
    """A release as the question before its start names it."""

    release_id: ReleaseId
    reference: str
    title: str
    process: str
    process_version: int
    phases: int
    before_its_time: str = ""


def start_button(of: Startable, label: str = "Start") -> Element:
    question = confirm(
        f"Start {of.reference}?",
        f"Start {of.title} now?{of.before_its_time} It follows {of.process}, version "
        f"{of.process_version}: {counted(of.phases, 'phase')}. People are asked and pipelines "
        "start at once.",
        "Start",
    )
    about = buttons.ReleaseButton(release_id=of.release_id)
    says = f"Start {of.title}"
    return button(label, buttons.RELEASE_START, about, style="primary", asks=question, says=says)


def move_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button("Move…", MOVE, about, says=f"Move {title} to another time")


def move_to_button(to: MoveButton, title: str) -> Element:
    return button("Move", MOVE_TO, to, style="primary", says=f"Move {title} to that time")


def skip_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button("Skip…", SKIP, about, says=f"Leave {title} out")


def bring_back_button(about: buttons.ReleaseButton, title: str) -> Element:
    return button("Bring back…", BRING_BACK, about, says=f"Bring {title} back")


def fill_in_button(about: buttons.ReleaseButton, title: str) -> Element:
    says = f"Fill in the inputs of {title}"
    return button("Fill in…", carried.FILL_IN, about, says=says)
