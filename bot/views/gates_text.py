"""What weakens a gate, in bold: it stands above everything else wherever somebody decides."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.text import cut_markup, our_words

_MOST, _ROW = 12, 200


def weakened(rows: Sequence[str], title: str) -> str:
    """Each in bold under its title, the rest counted; empty where nothing is weakened."""
    if not rows:
        return ""
    shown = [f"• *{_bold(each)}*" for each in rows[:_MOST]]
    more = [f"*and {len(rows) - _MOST} more*"] if len(rows) > _MOST else []
    return "\n".join([f"⚠ *{title}*", *shown, *more])


def _bold(sentence: str) -> str:
    """A star of its own would end the bold."""
    return cut_markup(our_words(sentence), _ROW).replace("*", "∗")
