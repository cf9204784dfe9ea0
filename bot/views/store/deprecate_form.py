"""The form of *Deprecate…*: what to use instead, where there is something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, select
from bot.views.modals.answers import chosen_of
from bot.views.store import carried
from bot.views.text import bold
from orchestration.catalogue.model import StoreSummary

INSTEAD = "store.instead"
_NOTHING = "-"
_OFFERED = 99


def draw(
    summary: StoreSummary, others: Sequence[StoreSummary], form: carried.DeprecateForm
) -> Block:
    """`others` are those to choose from, the likeliest first; a menu takes the first of them."""
    choices = [Choice("Nothing in its place", _NOTHING)]
    choices += [Choice(each.name, each.id, each.id) for each in others[:_OFFERED]]
    more = len(others) > _OFFERED
    return modal(
        "Deprecate",
        carried.DEPRECATE_FORM,
        head=[
            section(
                f"{bold(summary.name)} goes to the end of every search, and says that nothing new "
                "should use it. Processes that use it, and their releases, go on."
            ),
            field(
                "Use instead",
                select(INSTEAD, choices, chosen=_NOTHING),
                INSTEAD,
                hint=f"The {_OFFERED} most like it are offered." if more else "",
            ),
        ],
        submit="Deprecate it",
        carries=form,
    )


def read(view: dict[str, Any]) -> str | None:
    chosen = chosen_of(view["state"]["values"], INSTEAD)
    return None if chosen in {"", _NOTHING} else chosen
