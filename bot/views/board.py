"""A channel's board: a line for each unfinished release, late and waiting ones first."""

from __future__ import annotations

from bot.views.blocks import Drawn, context, header, message
from bot.views.home import release_row
from bot.views.text import our_words
from bot.views.wording import counted, said_of
from orchestration import words
from orchestration.read_models.cards import BoardCard, ReleaseLine

_LINES = 30


def draw(card: BoardCard) -> Drawn:
    """The whole board; of very many, those that need somebody, the rest counted."""
    shown, more = card.lines[:_LINES], max(0, len(card.lines) - _LINES)
    rest = f"and {counted(more, 'more release')}" if more else ""
    nothing = "No release of this channel is unfinished." if not shown else ""
    kept = "This board is kept current."
    rows = [f"{_state(each)}: {our_words(each.sentence)}" for each in shown]
    text = [f"Releases of this channel: {len(card.lines)} unfinished", *rows, rest, nothing]
    return message(
        "\n".join(each for each in text if each),
        head=[header("Releases of this channel")],
        body=[[release_row(each)] for each in shown],
        tail=[context(rest, nothing, kept)],
    )


def _state(line: ReleaseLine) -> str:
    said = said_of(line.status, waiting_for_input=line.waiting_for_input).word
    late = f", {words.length(line.late_by)} late" if line.late_by else ""
    return f"{said}{late}"
