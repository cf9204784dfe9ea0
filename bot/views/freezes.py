"""The list of freezes: what is on now, what comes, and who may let through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.views.blocks import Drawn, Group, actions, message, section
from bot.views.elements import Choice, Element, button, overflow
from bot.views.text import name, our_words, people
from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.freezes.saying import DOES, lets_through, scope, span, when
from orchestration.values import FreezeId, Frozen, UserId

NEW = "freeze.new"
MENU = "freeze.menu"


class FreezeChoice(Frozen):
    """What is done with one freeze."""

    verb: str
    id: FreezeId


class FreezeRow(Frozen):
    """A freeze with the window that is on, or comes next."""

    freeze: Freeze
    window: FreezeWindow | None


def draw(rows: Sequence[FreezeRow], overrides: Sequence[UserId], *, now: datetime) -> Drawn:
    """`overrides` may let a release through any freeze, whatever it names."""
    on = [each for each in rows if each.window and each.window.holds(now)]
    coming = [each for each in rows if each.window and not each.window.holds(now)]
    body: list[Group] = []
    said: list[str] = []
    for heading, those in (("On now", on), ("Coming", coming)):
        for place, each in enumerate(those):
            text = _said(each)
            shown = f"*{heading}*\n{text}" if place == 0 else text
            said.append(shown.replace("*", ""))
            body.append([section(shown, accessory=_menu(each.freeze, on=each in on))])
    if not said:
        said = ["No freeze is on and none comes."]
        body = [[section(said[0])]]
    can = people(overrides, most=5)
    who = f"With the right to override, {can} can let a release through any of them."
    tail = [section(who)] if overrides and rows else []
    return message(
        "\n".join([*said, who] if tail else said),
        body=body,
        tail=[*tail, actions(new_button())],
    )


def new_button(typed: str = "") -> Element:
    return button("New freeze…", NEW, typed[:300], says="Make a freeze")


def _said(row: FreezeRow) -> str:
    freeze = row.freeze
    first = f"*{name(freeze.name, 80)}*"
    next_one = f", {our_words(span(row.window))}" if row.window else ""
    lines = [
        f"{first}{next_one}",
        f"{DOES[freeze.effect]} For {our_words(scope(freeze.scope))}. "
        f"{our_words(lets_through(freeze))}".strip(),
    ]
    if freeze.recurs is not None:
        lines.append(our_words(f"It recurs {when(freeze)}."))
    if freeze.approvers:
        lines.append(f"{people(freeze.approvers, most=5)} can let a release through.")
    if freeze.note:
        lines.append(name(freeze.note, 500))
    if freeze.link:
        lines.append(f"<{freeze.link}|More about it>")
    if freeze.source:
        lines.append("It comes from a calendar that is read again and again.")
    return "\n".join(lines)


def _menu(freeze: Freeze, *, on: bool) -> Element:
    verbs = [("edit", "Edit…"), *([("end", "End it now")] if on else []), ("archive", "Archive")]
    choices = [
        Choice(label, FreezeChoice(verb=verb, id=freeze.id).model_dump_json())
        for verb, label in verbs
    ]
    return overflow(MENU, choices)
