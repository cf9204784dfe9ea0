"""A phase that waits for other releases or for what they hold: for whom, and what can be done."""

from __future__ import annotations

from bot.views import turn_buttons
from bot.views.blocks import Drawn, actions, context, message, section
from bot.views.elements import Block, Element, button
from bot.views.text import bold, name, our_words, people, prose, when
from orchestration.read_models.turn_card import TurnCard


def draw(card: TurnCard) -> Drawn:
    return message(as_text(card), head=_blocks(card))


def short_blocks(card: TurnCard) -> list[Block | None]:
    """One row among *my tasks*."""
    head = f"⧗ *{_said(card)}:* {bold(card.name)}\n{name(card.release_title)}"
    return [section("\n".join([head, *_lines(card)])), actions(*_buttons(card))]


def as_text(card: TurnCard) -> str:
    """All of it in plain words."""
    rows = [f"{_said(card)}: {name(card.name)}", name(card.release_title), *_lines(card)]
    return "\n".join(each for each in [*rows, _after(card)] if each)


def _blocks(card: TurnCard) -> list[Block | None]:
    icon = "▶" if card.outcome == "began" else "■" if card.outcome == "ended" else "⧗"
    head = f"{icon} *{_said(card)}:* {bold(card.name)}\n{name(card.release_title)}"
    return [
        section("\n".join([head, *_lines(card)])),
        section(_asked(card)) if card.asked else None,
        actions(*_buttons(card)),
        context(_after(card) if not card.asked else ""),
    ]


def _said(card: TurnCard) -> str:
    match card.outcome:
        case "asks":
            return "Waits in vain"
        case "queues":
            return "Queues"
        case "waits":
            return "Waits"
        case "began":
            return "Begun"
        case "ended":
            return "Waits no more"


def _lines(card: TurnCard) -> list[str]:
    verb = "" if card.queues else "waits for "
    return [f"• {verb}{our_words(each)}" for each in card.lines]


def _asked(card: TurnCard) -> str:
    who = people(card.asked, most=10)
    if not card.in_a_circle:
        return (
            f"{who}: let it go on anyway, with a reason, or keep waiting. "
            "It goes on by itself when what it waits for is run again and ends well."
        )
    if card.can_be_overruled:
        return (
            f"{who}: none of these goes on by itself. Let this one go on anyway, with a reason, "
            "or see to it that another one goes on or is aborted."
        )
    return (
        f"{who}: none of these goes on by itself. See to it that one of them is aborted or goes on "
        "without waiting, or have an administrator let more releases in at once: "
        "`/release resources`."
    )


def _after(card: TurnCard) -> str:
    if card.asked:
        return _asked(card)
    rows = []
    if card.overruled_by and card.overruled_at:
        why = f": “{prose(card.reason, 600)}”" if card.reason else ""
        who = people([card.overruled_by])
        rows.append(f"{who} let it go on without waiting, {when(card.overruled_at)}{why}")
    if card.outcome == "began" and card.over_at:
        rows.append(f"Reached {when(card.since)}, began {when(card.over_at)}")
    elif card.waiting:
        rows.append(f"Reached {when(card.since)}")
    elif card.outcome == "ended":
        rows.append("The release ended, or begins this phase anew.")
    return "\n".join(rows)


def _buttons(card: TurnCard) -> list[Element]:
    found: list[Element] = []
    about = f"{card.name}, {card.release_title}"
    if card.can_be_overruled:
        turn = turn_buttons.TurnButton(
            execution_id=card.execution_id, phase=card.phase, attempt=card.attempt
        )
        says = f"Let {about} go on without waiting"
        style = "primary" if card.asked else ""
        found.append(button("Go on anyway…", turn_buttons.GO_ON, turn, style=style, says=says))
    if card.can_move_up:
        request = turn_buttons.RequestButton(request=f"{card.execution_id}/{card.phase}")
        says = f"Move {about} up in the queue"
        found.append(button("Move up…", turn_buttons.MOVE_UP, request, says=says))
    return found
