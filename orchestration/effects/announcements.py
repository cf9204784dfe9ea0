"""What is told once, beyond the living message: to a release's channel, or to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once
from orchestration.values import ActivityRef, ExecutionId, TaskRound, UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncePause(Once):
    """Who stopped a release and why, or who let it go on."""

    priority: ClassVar[int] = 0
    execution_id: ExecutionId
    number: int
    """Which pause of this release, from 1."""
    over: bool = False
    kind: Literal["announce_pause"] = "announce_pause"

    @property
    def key(self) -> str:
        occasion = f"{self.number}.{'resumed' if self.over else 'paused'}"
        return effect_key(self.kind, self.execution_id, occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceRedo(Once):
    """Tell the release's thread, once, from where it is redone and what runs again."""

    priority: ClassVar[int] = 1
    execution_id: ExecutionId
    candidate: int
    kind: Literal["announce_redo"] = "announce_redo"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.execution_id, f"rc{self.candidate}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellVoided(Once):
    """Tell somebody which of their answers a redo voided, and why."""

    priority: ClassVar[int] = 1
    execution_id: ExecutionId
    candidate: int
    person: UserId
    tasks: tuple[TaskRound, ...]
    kind: Literal["tell_voided"] = "tell_voided"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.execution_id, f"rc{self.candidate}.{self.person}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceProcess(Once):
    """Tell the release's thread, once, how a process ended that was started from a task."""

    priority: ClassVar[int] = 1
    execution_id: ExecutionId
    ref: ActivityRef
    child: ExecutionId
    kind: Literal["announce_process"] = "announce_process"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.child)
