"""What drafting with a language model may take, and what of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from orchestration.ports import Allowance, ModelCall, Transaction
from orchestration.values import Frozen, UserId


class DraftingRules(Frozen):
    """As the operator set them."""

    tokens: int = 0
    """A draft may take so many; 0: as many as it takes."""
    tokens_a_day: int = 0
    """All of them together, over all replicas and by the day in UTC; 0: as many as they take."""
    keeps_texts: bool = True
    """What was asked and answered is kept beside the figures."""
    kept_for: timedelta = timedelta(days=90)
    """How long these texts are kept."""


FREE = DraftingRules()


def allowance_now(tx: Transaction, rules: DraftingRules, now: datetime) -> Allowance:
    """What one reading that begins now may take.

    Readings that are under way are not counted yet: the last of a day may go beyond it.
    """
    whole = rules.tokens or None
    if not rules.tokens_a_day:
        return Allowance(tokens=whole)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    left = max(rules.tokens_a_day - tx.model_calls.tokens_since(midnight), 0)
    if whole is None or left < whole:
        return Allowance(tokens=left, of="day")
    return Allowance(tokens=whole)


def keep_calls(
    tx: Transaction,
    rules: DraftingRules,
    calls: Iterable[ModelCall],
    *,
    subject: str,
    occasion: str,
    by: UserId,
    at: datetime,
) -> None:
    """Write down what a reading took; the figures alone where the operator wants no texts kept."""
    bare = {"asked": "", "answered": ""}
    kept = [each if rules.keeps_texts else each.model_copy(update=bare) for each in calls]
    tx.model_calls.keep(subject, occasion, kept, by=by, at=at)
