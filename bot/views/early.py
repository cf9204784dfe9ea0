"""What one person can sign in a release, now or ahead of time: their private answer to `sign`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import task_card
from bot.views.blocks import Drawn, context, message, section
from bot.views.text import name, names
from bot.views.wording import counted
from orchestration.read_models.task_cards import TaskCard

_MOST = 8


def draw(title: str, cards: Sequence[TaskCard]) -> Drawn:
    """The card itself where it is one; else a row each."""
    if len(cards) == 1:
        return task_card.draw(cards[0])
    shown, rest = cards[:_MOST], cards[_MOST:]
    first = f"{counted(len(cards), 'sign-off')} of {name(title)} for you, now or to come."
    more = f"And {names([each.name for each in rest])}: name one to see it." if rest else ""
    return message(
        "\n".join([first, *(task_card.as_text(each) for each in shown), more]),
        head=[section(first)],
        body=[*(task_card.short_blocks(each) for each in shown), [context(more)]],
    )
