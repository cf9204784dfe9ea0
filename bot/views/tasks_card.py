"""Several short tasks for the same people, on one message with a row and buttons for each."""

from __future__ import annotations

from bot.views.blocks import MESSAGE_TOTAL, Drawn, divider, message, section, weight
from bot.views.elements import Block
from bot.views.task_card import as_text, row
from bot.views.text import name, people
from orchestration.execution.state.statuses import TaskStatus
from orchestration.read_models.task_cards import TasksCard


def draw(card: TasksCard) -> Drawn:
    """No task is ever cut: where all of it is too much for a message, each says less."""
    blocks = _blocks(card, brief=False)
    if sum(weight(each) for each in blocks) > MESSAGE_TOTAL:
        blocks = _blocks(card, brief=True)
    return message(_text(card), head=blocks)


def _blocks(card: TasksCard, *, brief: bool) -> list[Block]:
    rows = [[divider(), *row(each, card.asked, brief=brief)] for each in card.tasks]
    head = section(f"*{_left(card)}*\n{name(card.release_title)} · asked: {people(card.asked)}")
    return [head, *(block for each in rows for block in each if block)]


def _left(card: TasksCard) -> str:
    left = sum(each.status is TaskStatus.OPEN for each in card.tasks)
    if left == 0:
        return f"Nothing left to do of {len(card.tasks)}"
    if left < len(card.tasks):
        return f"{left} of {len(card.tasks)} things left to do"
    return f"{len(card.tasks)} things to do"


def _text(card: TasksCard) -> str:
    said = f"{_left(card)} · {name(card.release_title)} · asked: {people(card.asked)}"
    return "\n\n".join([said, *(as_text(each) for each in card.tasks)])
