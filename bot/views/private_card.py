"""The private answer to a bare `/release`: my tasks, this channel's releases, where to begin."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import calendar
from bot.views.blocks import Drawn, actions, context, divider, header, message
from bot.views.home import quick_actions, release_row, task_groups
from bot.views.text import escape, name
from bot.views.wording import WORK, counted, said_of
from orchestration.read_models.cards import HomeCard, ReleaseLine


def draw(card: HomeCard, here: Sequence[ReleaseLine] = (), *, command: str = "/release") -> Drawn:
    """`here` are the unfinished releases of the channel it was typed in."""
    return message(
        _as_text(card, here, command),
        head=[header("My tasks")],
        body=[
            *task_groups(card, tasks=6, holds=4),
            *([[divider(), header("In this channel")]] if here else []),
            *[[release_row(each)] for each in here[:8]],
            [context(f"and {len(here) - 8} more" if len(here) > 8 else "")],
        ],
        tail=[
            actions(*quick_actions(card), calendar.open_button(), block_id="private.actions"),
            context(f"`{escape(command)} help` says what else you can ask."),
        ],
    )


def mine(card: HomeCard) -> Drawn:
    """The answer to `mine`: every task there is room for."""
    return message(
        _as_text(card, (), ""),
        head=[header("My tasks")],
        body=task_groups(card, tasks=14, holds=8),
    )


def _as_text(card: HomeCard, here: Sequence[ReleaseLine], command: str) -> str:
    count = len(card.tasks) + len(card.holds) + len(card.turns) + card.more_tasks
    rows = [f"{counted(count, 'task')} for you." if count else "Nothing waits for you."]
    rows += [f"On hold: {name(e.name)}, {name(e.release_title)}" for e in card.holds[:10]]
    rows += [f"Waits in vain: {name(e.name)}, {name(e.release_title)}" for e in card.turns[:10]]
    rows += [
        f"{WORK[each.kind].word}: {name(each.name)}, {name(each.release_title)}"
        for each in card.tasks[:15]
    ]
    rows += ["In this channel:"] if here else []
    rows += [
        f"{name(each.title)}: "
        f"{said_of(each.status, waiting_for_input=each.waiting_for_input).word.lower()}"
        for each in here[:10]
    ]
    rows += [f"{escape(command)} help says what else you can ask."] if command else []
    return "\n".join(rows)
