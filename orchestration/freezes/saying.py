"""Freezes in words: when they are, what they are for, what they do, and who may let through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from orchestration import words
from orchestration.freezes.holding import Held
from orchestration.freezes.model import Freeze, FreezeEffect, FreezeScope, FreezeWindow
from orchestration.scheduling.saying import said as cadence_said
from orchestration.values import UserId

DOES = {
    FreezeEffect.BLOCK_START: "No release starts; what runs goes on.",
    FreezeEffect.HOLD_RUNNING: "No release starts, and what runs begins nothing new.",
    FreezeEffect.WARN: "It only warns.",
}


def named(freeze: Freeze) -> str:
    return f"the freeze “{words.quote(freeze.name, 80)}”"


def span(window: FreezeWindow) -> str:
    return f"from {words.moment(window.begins)} until {words.moment(window.ends)}"


def when(freeze: Freeze) -> str:
    """`every Friday at 16:00 Europe/Berlin, for 2 days 16 hours`; a one-off by its moments."""
    if freeze.recurs is not None:
        lasts = words.length(freeze.recurs.lasts)
        return f"{cadence_said(freeze.recurs.cadence)}, each time for {lasts}"
    shown = [span(each) for each in freeze.windows[:3]]
    more = len(freeze.windows) - len(shown)
    return words.listed([*shown, *([words.count(more, "more time")] if more else [])])


def scope(of: FreezeScope) -> str:
    parts = (
        _named("tag", of.tags),
        _named("group", of.groups),
        _named("service", of.services),
        _named("environment", of.environments),
        _named("process", of.processes, "processes"),
    )
    said = [each for each in parts if each]
    return "every release" if not said else f"releases of {', or '.join(said)}"


def _named(one: str, names: Sequence[str], many: str = "") -> str:
    if not names:
        return ""
    kind = one if len(names) == 1 else many or f"{one}s"
    return f"{kind} {words.listed(words.quote(each, 60) for each in names)}"


def lets_through(freeze: Freeze) -> str:
    """Empty where nothing of any type goes through."""
    types = words.listed(each.value for each in freeze.lets_through)
    return f"Releases of type {types} go through." if types else ""


def what_can_be_done(held: Held, reference: str, deciders: Iterable[UserId]) -> str:
    """Who lets it through, and how they are asked."""
    people = list(deciders)
    who = words.people(people, most=4) if people else "An administrator"
    asks = f"`/release freeze except {reference} REASON` asks for it." if reference else ""
    return " ".join(
        each for each in (lets_through(held.freeze), f"{who} can let it through.", asks) if each
    )
