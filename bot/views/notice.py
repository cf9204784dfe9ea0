"""Sentences said once: notices, refusals, and the question which release was meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views import buttons
from bot.views.blocks import Drawn, actions, message, section
from bot.views.elements import Choice, select
from bot.views.text import name, our_words
from bot.views.wording import said_of
from orchestration.read_models.cards import Notice, ReleaseLine


def draw(notice: Notice) -> Drawn:
    if not notice.link:
        return said(notice.text)
    drawn = f"{our_words(notice.text)} <{notice.link}|Look at it>."
    return message(drawn, head=[section(drawn)])


def said(text: str) -> Drawn:
    """Our own words; people are written `{@U012AB3CD}` and times `{t:1790000000}`."""
    drawn = our_words(text)
    return message(drawn, head=[section(drawn)])


def which_release(verb: str, lines: Sequence[ReleaseLine]) -> Drawn:
    """Several releases could be meant: a select of them, since we never guess."""
    choices = [
        Choice(
            f"{each.title} ({_status_of(each)})",
            buttons.ReleaseChoice(verb=verb, release_id=each.release_id).model_dump_json(),
        )
        for each in lines
    ]
    question = f"This channel has {len(lines)} unfinished releases. Which one do you mean?"
    listed = "; ".join(name(each.title) for each in lines[:20])
    menu = select(buttons.RELEASE_CHOOSE, choices, placeholder="Choose a release")
    return message(f"{question} {listed}", head=[section(question), actions(menu)])


def _status_of(line: ReleaseLine) -> str:
    return said_of(line.status, waiting_for_input=line.waiting_for_input).word.lower()
