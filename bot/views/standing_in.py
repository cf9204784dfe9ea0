"""Who acts in whose place, as a card says it: `@Eli for @Dana, who is away until …`."""

from __future__ import annotations

from bot.views.text import mention, when
from orchestration.read_models.hold_cards import HoldCard
from orchestration.read_models.task_cards import StandInLine, TaskCard

_MOST = 6


def lines(card: TaskCard | HoldCard) -> str:
    """A line each under whom a card asks; nothing where everybody acts for themselves."""
    shown = [_said(each) for each in card.standing_in[:_MOST]]
    more = len(card.standing_in) - len(shown)
    return "".join(f"\n{each}" for each in [*shown, *([f"and {more} more"] if more > 0 else [])])


def _said(line: StandInLine) -> str:
    who = mention(line.person)
    until = f" until {when(line.until)}" if line.until else ""
    if line.instead_of is None:
        return f"{who} as the backup: nobody else of the role is there"
    whom = mention(line.instead_of)
    match line.how:
        case "away":
            return f"{who} for {whom}, who is away{until}"
        case "delegated":
            return f"{who} for {whom}, who handed it on{until}"
        case "reassigned":
            return f"{who} instead of {whom}, reassigned"
        case _:
            return f"{who} for {whom}"
