"""The form that takes some of the proposed changes and leaves the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import revision_buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, checkboxes
from bot.views.revision_card import row
from bot.views.text import bold
from orchestration.processes.revising.items import Item

_A_BLOCK = 10
"""Check boxes that Slack takes in one block."""
FIRST = "revision.changes.0"


def draw(items: Sequence[Item], title: str, form: revision_buttons.ChooseForm) -> Block:
    """What each does stands in full above its boxes; what overwrites a person is not ticked."""
    body: list[list[Block | None]] = []
    for n in range(0, len(items), _A_BLOCK):
        part = items[n : n + _A_BLOCK]
        block_id = block_of(part[0].number)
        ticked = [str(each.number) for each in part if each.is_offered_ticked]
        boxes = checkboxes(block_id, [_choice(each) for each in part], chosen=ticked)
        rows = "\n".join(row(each) for each in part)
        body.append([section(rows), field("Accept", boxes, block_id, optional=True)])
    return modal(
        "Choose changes",
        revision_buttons.CHOSEN,
        head=[
            section(
                f"What is ticked is accepted into the draft of {bold(title)}; the rest is left. "
                "What would overwrite a person's edit is not ticked."
            )
        ],
        body=body,
        submit="Accept these",
        carries=form,
    )


def read(view: dict[str, Any]) -> frozenset[int]:
    """The numbers that were ticked."""
    state = view["state"]["values"]
    return frozenset(
        int(option["value"])
        for block_id, element in state.items()
        if block_id.startswith("revision.changes.")
        for answer in element.values()
        for option in answer.get("selected_options") or ()
        if str(option.get("value", "")).isdigit()
    )


def block_of(number: int) -> str:
    """The block with the box of this change."""
    return f"revision.changes.{(number - 1) // _A_BLOCK}"


def _choice(item: Item) -> Choice:
    """Slack shows 75 characters here: the whole of it stands above."""
    notes = [f"needs {', '.join(map(str, item.needs))}"] if item.needs else []
    notes += ["weakens a gate"] if item.weakens else []
    notes += ["overwrites an edit"] if item.overwrites else []
    return Choice(f"{item.number}. {plain(item.what)}", str(item.number), ", ".join(notes))


def plain(sentence: str) -> str:
    """Without the marks of people, which a check box cannot draw."""
    return sentence.replace("{@", "").replace("}", "")
