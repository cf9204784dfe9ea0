"""What an activity starts after: a menu of those it could wait for, and what was chosen in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.views.blocks import field
from bot.views.elements import Block, Choice, grouped_multi_select
from bot.views.modals.answers import all_chosen_of
from orchestration.processes.model import Activity, Phase, Process, full_ref, ref_of

_OFFERED = 300
"""How many activities are offered: a view must stay far below 250 kB."""


def draw(process: Process, phase: Phase, activity: Activity, block: str) -> Block | None:
    """Every activity it could wait for: its phase first, then the phases nearest to it."""
    chosen = [full_ref(phase.id, each) for each in activity.depends_on]
    at = next((n for n, each in enumerate(process.phases) if each.id == phase.id), 0)
    nearest = sorted(enumerate(process.phases), key=lambda pair: (abs(pair[0] - at), pair[0]))
    unknown = [
        Choice(f"{each} (does not exist)", each) for each in chosen if each not in process.by_ref
    ]
    groups: list[tuple[str, list[Choice]]] = [("Not found", unknown)]
    room = _OFFERED
    for _, other in nearest:
        offered: list[Choice] = []
        for each in other.activities:
            ref = ref_of(other.id, each.id)
            if (other.id, each.id) == (phase.id, activity.id):
                continue
            if ref in chosen or (room > 0 and len(offered) < 90):
                offered.append(Choice(each.name, ref))
                room -= 1
        groups.append((other.name, offered))
    groups = [(label, offered) for label, offered in groups if offered][:100]
    if not groups:
        return None
    menu = grouped_multi_select(block, groups, chosen=chosen, placeholder="Starts with its phase")
    return field("Starts after", menu, block, optional=True)


def read(view: dict[str, Any], phase: Phase, was: Activity, block: str) -> tuple[str, ...]:
    """As written: what was there first and as it was, also what the menu could not offer."""
    had = {str(full_ref(phase.id, each)): each for each in was.depends_on}
    return tuple(
        had.get(each, each.removeprefix(f"{phase.id}.")) for each in chosen_in(view, had, block)
    )


def chosen_in(view: dict[str, Any], had: Iterable[str], block: str) -> tuple[str, ...]:
    """What was there before and still is, or could not be offered; then what was added."""
    chosen = [each for each in all_chosen_of(view["state"]["values"], block) if each != "none"]
    offered = _offered(view, block)
    kept = [each for each in had if each in chosen or each not in offered]
    return (*kept, *(each for each in chosen if each not in kept))


def _offered(view: dict[str, Any], block: str) -> set[str]:
    element: dict[str, Any] = next(
        (e["element"] for e in view["blocks"] if e.get("block_id") == block), {}
    )
    groups = element.get("option_groups") or [element]
    return {each["value"] for group in groups for each in group.get("options", ())}
