"""The answer to `resources`: what releases share, who holds it, and who is next."""

from __future__ import annotations

from bot.views import turn_buttons
from bot.views.blocks import Drawn, Group, actions, context, header, message, section
from bot.views.elements import Element, button
from bot.views.text import bold, name, when
from orchestration.read_models.resources_page import ResourceLine, ResourcesPage, Use
from orchestration.read_models.turn_card import ordinal

_NOTHING = (
    "No release holds a shared resource or waits for one. A phase that says `uses: [staging]` "
    "takes it when it begins and gives it back when it ends; one release at a time holds it, or "
    "as many as administrators say."
)
_QUEUE = 8
_MOVED = 3
"""Buttons of one resource; whoever is further back goes up in steps, or by its own card."""


def draw(page: ResourcesPage) -> Drawn:
    new = button("Set a limit…", turn_buttons.SET_PLACES, turn_buttons.PlacesButton())
    offer = actions(new) if page.can_set else None
    if not page.lines:
        return message(_NOTHING.replace("`", ""), head=[section(_NOTHING), offer])
    text = [row for line in page.lines for row in _rows(line, marked=False)]
    return message(
        "\n".join(["Shared resources", *text]),
        head=[header("Shared resources")],
        body=[_group(line, can_set=page.can_set) for line in page.lines],
        tail=[offer, context("Who operates a release can move it up in a queue, with a reason.")],
    )


def _group(line: ResourceLine, *, can_set: bool) -> Group:
    return [
        section("\n".join(_rows(line, marked=True))),
        actions(*_buttons(line, can_set=can_set)),
    ]


def _rows(line: ResourceLine, *, marked: bool) -> list[str]:
    title = bold(line.name, 60) if marked else name(line.name, 60)
    places = "1 release at a time" if line.places == 1 else f"{line.places} releases at a time"
    rows = [f"{title}: {places}"]
    rows += [f"• held by {_use(each)}" for each in line.holders] or ["• free"]
    rows += [f"• {ordinal(n)}: {_use(x)}" for n, x in enumerate(line.queue[:_QUEUE], start=1)]
    more = len(line.queue) - _QUEUE
    return [*rows, f"• {more} more waiting"] if more > 0 else rows


def _use(each: Use) -> str:
    """`WEB-12, Verify, since 10:05`; and what keeps it."""
    who = f"{name(each.reference)}, {name(each.phase, 60)}" if each.reference else "a release"
    more = ", paused" if each.paused else ", held back" if each.held_back else ""
    return f"{who}, since {when(each.since)}{more}"


def _buttons(line: ResourceLine, *, can_set: bool) -> list[Element]:
    found = []
    for each in line.queue[1 : _MOVED + 1]:
        if each.reference:
            about = turn_buttons.RequestButton(request=each.request)
            says = f"Move {each.reference} up in the queue for {line.name}"
            found.append(
                button(f"Move {each.reference} up…", turn_buttons.MOVE_UP, about, says=says)
            )
    if can_set:
        about_places = turn_buttons.PlacesButton(resource=line.name, places=line.places)
        says = f"Set how many releases may hold {line.name} at once"
        found.append(button("Limit…", turn_buttons.SET_PLACES, about_places, says=says))
    return found
