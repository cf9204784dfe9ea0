"""What phases that wait for one another owe: to be looked after, to be woken, to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orchestration.effects.obligations import Copy, Refresh
from orchestration.values import ExecutionId, ReleaseId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepTurn(Refresh):
    """Bring what is kept for a phase elsewhere in line with what the phase is now.

    It looks at all of it when it is paid, so any number of changes come to the last of them.
    """

    execution_id: ExecutionId
    phase: str
    kind: Literal["keep_turn"] = "keep_turn"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.execution_id}/{self.phase}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeWaiting(Refresh):
    """A release has begun, ended, or ended a phase: who waits for it has to look again."""

    release_id: ReleaseId
    kind: Literal["wake_waiting"] = "wake_waiting"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTurn(Refresh):
    """One copy of the card of a phase that waits for others."""

    execution_id: ExecutionId
    phase: str
    attempt: int
    copy: Copy
    kind: Literal["show_turn"] = "show_turn"

    @property
    def key(self) -> str:
        return effect_key(
            self.kind, f"{self.execution_id}/{self.phase}", f"{self.attempt}.{self.copy}"
        )


OfTurn = KeepTurn | WakeWaiting | ShowTurn
