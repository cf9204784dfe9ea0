"""The record of every call of a language model, counted for all replicas together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from orchestration.ports.drafting import ModelCall
from orchestration.values import Frozen, UserId


class KeptCall(Frozen):
    """One call as it is kept: what it was for, and what a person made of the outcome."""

    subject: str
    """The id of the draft it was made for."""
    at: datetime
    by: UserId
    """For whom it was made."""
    call: ModelCall
    """Without what was asked and answered where that was not kept, or its time is over."""
    decision: str = ""
    """`published`, `discarded`, `accepted`, `rejected`; empty until somebody decided."""
    decided_by: str = ""


class ModelCalls(Protocol):
    def keep(
        self, subject: str, occasion: str, calls: Iterable[ModelCall], *, by: UserId, at: datetime
    ) -> None:
        """Write them down; the same occasion again changes nothing."""
        ...

    def of(self, subject: str) -> Sequence[KeptCall]:
        """All calls for a draft, first to last."""
        ...

    def latest(self, *, limit: int) -> Sequence[KeptCall]:
        """Of everything, the newest first."""
        ...

    def decide(self, subject: str, decision: str, *, by: UserId, occasion: str = "") -> None:
        """What a person made of what is not decided yet; of one occasion only where it is said."""
        ...

    def tokens_since(self, at: datetime) -> int:
        """Tokens in and out of all calls from then on."""
        ...

    def has_texts(self, before: datetime) -> bool:
        """True where something asked or answered before then is kept."""
        ...

    def forget_texts(self, before: datetime) -> int:
        """Erase what was asked and answered before then; of how many calls."""
        ...
