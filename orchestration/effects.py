"""Everything that may be owed to the outside: a closed union, each with its natural key.

One-time effects are paid once and their rows stay until retention. Standing effects (`standing`)
are refreshes: asking again raises `wanted`, and paying draws what is true at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from orchestration.obligations import Copy, OfAttempt, Once, Refresh, WaitedFor
from orchestration.process_effects import (
    DraftProcess,
    DrawPictures,
    ReadFile,
    SendFile,
    ShowDifference,
    ShowDraft,
    ShowProcess,
)
from orchestration.values import (
    ActivityRef,
    ChannelId,
    ExecutionId,
    ReleaseId,
    TaskId,
    TaskRound,
    UserId,
    effect_key,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRelease(Refresh):
    """The living message of a release."""

    spacing: ClassVar[timedelta] = timedelta(seconds=2)
    priority: ClassVar[int] = 1
    release_id: ReleaseId
    round: int = 1
    kind: Literal["show_release"] = "show_release"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, f"r{self.round}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTask(Refresh):
    """One copy of a task's card, as of one round: a new round is a new message."""

    execution_id: ExecutionId
    task_id: TaskId
    copy: Copy
    round: int = 1
    together: tuple[TaskRound, ...] = ()
    """All that the message shows, where it is more than one; the first names the message."""
    kind: Literal["show_task"] = "show_task"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.task_id, f"{self.copy}.r{self.round}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHold(Refresh):
    """One copy of the card that asks what to do with an activity on hold."""

    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    copy: Copy
    kind: Literal["show_hold"] = "show_hold"

    @property
    def key(self) -> str:
        return effect_key(
            self.kind, f"{self.execution_id}/{self.ref}", f"{self.attempt}.{self.copy}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHome(Refresh):
    """A person's App Home."""

    spacing: ClassVar[timedelta] = timedelta(seconds=1)
    priority: ClassVar[int] = 2
    user_id: UserId
    kind: Literal["show_home"] = "show_home"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceRelease(Once):
    """Tell the release's channel, once, that it ended; or its owner that it is due."""

    priority: ClassVar[int] = 1
    release_id: ReleaseId
    occasion: Literal["ended", "due"]
    due_at: datetime | None = None
    kind: Literal["announce_release"] = "announce_release"

    @property
    def key(self) -> str:
        when = f".{self.due_at.isoformat()}" if self.due_at else ""
        return effect_key(self.kind, self.release_id, self.occasion + when)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPipeline(OfAttempt):
    """Start the run of one attempt."""

    kind: Literal["trigger_pipeline"] = "trigger_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPipeline(OfAttempt):
    """Ask how a run is doing until it has ended."""

    priority: ClassVar[int] = 1
    kind: Literal["watch_pipeline"] = "watch_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPipeline(OfAttempt):
    kind: Literal["cancel_pipeline"] = "cancel_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeUp(OfAttempt):
    """Record `Elapsed` when the time has come."""

    due_at: datetime
    of: WaitedFor = "timeout"
    kind: Literal["wake_up"] = "wake_up"

    @property
    def key(self) -> str:
        occasion = str(self.attempt) if self.of == "timeout" else f"{self.attempt}.{self.of}"
        return effect_key(self.kind, f"{self.execution_id}/{self.ref}", occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(Once):
    """Say something to the first of these that can be reached; failing that, it is logged."""

    priority: ClassVar[int] = 1
    chain: tuple[ChannelId | UserId, ...]
    text: str
    subject: str
    occasion: str
    kind: Literal["tell"] = "tell"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.subject, self.occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnDirectory(Refresh):
    """Fetch people and user groups from the workspace; with ids, only those."""

    spacing: ClassVar[timedelta] = timedelta(seconds=1)
    only: tuple[str, ...] = field(default=())
    kind: Literal["learn_directory"] = "learn_directory"

    @property
    def key(self) -> str:
        return effect_key(self.kind, ",".join(self.only) or "all")


Effect = (
    ShowRelease
    | ShowTask
    | ShowHold
    | ShowDraft
    | ShowProcess
    | ShowDifference
    | DrawPictures
    | ShowHome
    | AnnounceRelease
    | DraftProcess
    | ReadFile
    | SendFile
    | TriggerPipeline
    | WatchPipeline
    | CancelPipeline
    | WakeUp
    | Tell
    | LearnDirectory
)

effect_document: TypeAdapter[Effect] = TypeAdapter(Annotated[Effect, Field(discriminator="kind")])
"""Effects as stored JSON, told apart by `kind`."""


def due_at_of(effect: Effect) -> datetime | None:
    """The time before which it must not be paid, where it has one."""
    return getattr(effect, "due_at", None)
