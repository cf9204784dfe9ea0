"""Copies of cards in direct messages: owed to those who want them."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.effects import Effect, ShowHold, ShowTask
from orchestration.effects.obligations import THREAD
from orchestration.effects.turn import ShowTurn
from orchestration.ports import Transaction
from orchestration.values import UserId

Shown = ShowTask | ShowHold | ShowTurn


def wanted_by_people(tx: Transaction, owed: Sequence[Effect]) -> Sequence[Effect]:
    """Without the copies for those who turned them off; one that may have been sent is kept true.

    It may be on its way at this moment, so what was owed counts and not what is known to be there.
    """
    copies = {UserId(each.copy) for each in owed if isinstance(each, Shown)}
    without = tx.preferences.without_direct_messages(copies - {THREAD}) if copies else frozenset()
    if not without:
        return owed
    return [
        each
        for each in owed
        if not isinstance(each, Shown) or each.copy not in without or tx.owed.is_known(each.key)
    ]


def is_unwanted(tx: Transaction, effect: Shown) -> bool:
    """True for a copy that was turned off after it was owed."""
    return effect.copy != THREAD and bool(
        tx.preferences.without_direct_messages([UserId(effect.copy)])
    )
