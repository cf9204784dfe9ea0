"""What freezes owe: bringing a release in line with them, and telling people of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from orchestration.effects.obligations import Once, Refresh
from orchestration.values import ExecutionId, FreezeId, ReleaseId, UserId, effect_key, id_from


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyFreezes(Once):
    """Hold a running release, or call its hold over, as the freezes of that moment say.

    It looks at all of them when it is paid, so one too many does nothing.
    """

    release_id: ReleaseId
    occasion: str
    """A moment at which a window begins or ends, or a change of a freeze."""
    due_at: datetime | None = None
    kind: Literal["apply_freezes"] = "apply_freezes"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, self.occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfWindow(Once):
    """About one window of one freeze."""

    freeze: FreezeId
    begins: datetime

    @property
    def window(self) -> str:
        return f"{self.freeze}.{int(self.begins.timestamp())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceFreeze(OfWindow):
    """Tell a release's channel, once, that a freeze holds it, or is over, or lets it go on."""

    execution_id: ExecutionId
    what: Literal["held", "over", "lifted"]
    number: int
    """Which change of it, from 1."""
    kind: Literal["announce_freeze"] = "announce_freeze"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.execution_id, f"{self.window}.{self.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToResume(OfWindow):
    """Ask a release's owner, once, whether it goes on now that the freeze is over."""

    execution_id: ExecutionId
    number: int
    kind: Literal["ask_to_resume"] = "ask_to_resume"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.execution_id, f"{self.window}.{self.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnOfFreeze(OfWindow):
    """Tell a release's owner, once, that it will not end before a freeze holds it."""

    priority: ClassVar[int] = 1
    release_id: ReleaseId
    kind: Literal["warn_of_freeze"] = "warn_of_freeze"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, self.window)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowException(Refresh):
    """One person's copy of the card that asks them to let a release through."""

    release_id: ReleaseId
    freeze: FreezeId
    begins: datetime
    asked_at: datetime
    of: UserId
    kind: Literal["show_exception"] = "show_exception"

    @property
    def key(self) -> str:
        occasion = f"{self.freeze}.{int(self.begins.timestamp())}.{int(self.asked_at.timestamp())}"
        return effect_key(self.kind, self.release_id, f"{occasion}.{self.of}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFreezes(Refresh):
    """Read one configured calendar again."""

    priority: ClassVar[int] = 2
    calendar: str
    kind: Literal["import_freezes"] = "import_freezes"

    @property
    def key(self) -> str:
        return effect_key(self.kind, id_from("cal", self.calendar))


OfFreezes = (
    ApplyFreezes | AnnounceFreeze | AskToResume | WarnOfFreeze | ShowException | ImportFreezes
)
