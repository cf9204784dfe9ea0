"""Everything that may be owed to the outside: a closed union, each with its natural key.

One-time effects are paid once and their rows stay until retention. Standing effects (`standing`)
are refreshes: asking again raises `wanted`, and paying draws what is true at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from orchestration.values import (
    ActivityRef,
    ChannelId,
    DraftId,
    ExecutionId,
    ReleaseId,
    TaskId,
    UserId,
    effect_key,
)

Copy = str
"""Where a card's copy lies: `thread`, or the id of the person whose DM holds it."""
THREAD: Copy = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRelease:
    """The living message of a release."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(seconds=2)
    """The least time between two drawings: one message must not use up Slack's budget."""
    priority: ClassVar[int] = 1
    release_id: ReleaseId
    round: int = 1
    kind: Literal["show_release"] = "show_release"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.release_id, f"r{self.round}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTask:
    """One copy of a task's card, as of one round: a new round is a new message."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(0)
    priority: ClassVar[int] = 0
    execution_id: ExecutionId
    task_id: TaskId
    copy: Copy
    round: int = 1
    kind: Literal["show_task"] = "show_task"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.task_id, f"{self.copy}.r{self.round}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHold:
    """One copy of the card that asks what to do with an activity on hold."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(0)
    priority: ClassVar[int] = 0
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
class ShowDraft:
    """The review card of a draft."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(0)
    priority: ClassVar[int] = 0
    draft_id: DraftId
    kind: Literal["show_draft"] = "show_draft"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHome:
    """A person's App Home."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(seconds=1)
    priority: ClassVar[int] = 2
    user_id: UserId
    kind: Literal["show_home"] = "show_home"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceRelease:
    """Tell the release's channel, once, that it ended; or its owner that it is due."""

    standing: ClassVar[bool] = False
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
class DraftProcess:
    """Read the text of a draft into a process."""

    standing: ClassVar[bool] = False
    priority: ClassVar[int] = 0
    draft_id: DraftId
    kind: Literal["draft_process"] = "draft_process"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerPipeline:
    """Start the run of one attempt."""

    standing: ClassVar[bool] = False
    priority: ClassVar[int] = 0
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    kind: Literal["trigger_pipeline"] = "trigger_pipeline"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.execution_id}/{self.ref}", str(self.attempt))


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPipeline:
    """Ask how a run is doing until it has ended."""

    standing: ClassVar[bool] = False
    priority: ClassVar[int] = 1
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    kind: Literal["watch_pipeline"] = "watch_pipeline"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.execution_id}/{self.ref}", str(self.attempt))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPipeline:
    standing: ClassVar[bool] = False
    priority: ClassVar[int] = 0
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    kind: Literal["cancel_pipeline"] = "cancel_pipeline"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.execution_id}/{self.ref}", str(self.attempt))


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeUp:
    """Record `Elapsed` when the time has come."""

    standing: ClassVar[bool] = False
    priority: ClassVar[int] = 0
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    due_at: datetime
    kind: Literal["wake_up"] = "wake_up"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.execution_id}/{self.ref}", str(self.attempt))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Say something to the first of these that can be reached; failing that, it is logged."""

    standing: ClassVar[bool] = False
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
class LearnDirectory:
    """Fetch people and user groups from the workspace; with ids, only those."""

    standing: ClassVar[bool] = True
    spacing: ClassVar[timedelta] = timedelta(seconds=1)
    priority: ClassVar[int] = 0
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
    | ShowHome
    | AnnounceRelease
    | DraftProcess
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
