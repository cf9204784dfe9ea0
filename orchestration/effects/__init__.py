"""Everything that may be owed to the outside: a closed union, each with its natural key.

One-time effects are paid once and their rows stay until retention. Standing effects (`standing`)
are refreshes: asking again raises `wanted`, and paying draws what is true at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from orchestration.effects.announcements import (
    AnnouncePause,
    AnnounceProcess,
    AnnounceRedo,
    TellVoided,
)
from orchestration.effects.calendar import DrawHomeWeek, ShowCalendar
from orchestration.effects.digest import OfDigests
from orchestration.effects.due import AroundItsTime
from orchestration.effects.evidence import CopyEvidence
from orchestration.effects.freeze import OfFreezes
from orchestration.effects.gathering import GatherWords
from orchestration.effects.hotfix import AskAfterHotfix
from orchestration.effects.obligations import Copy, Occasion, OfAttempt, Once, Refresh, WaitedFor
from orchestration.effects.people import EndAbsence
from orchestration.effects.process import (
    DraftProcess,
    DrawPictures,
    ReadFile,
    ReviseProcess,
    SendFile,
    ShowDifference,
    ShowDraft,
    ShowProcess,
)
from orchestration.effects.release import Following
from orchestration.effects.run import CancelPipeline, LookAtRun, TriggerPipeline, WatchPipeline
from orchestration.effects.subprocess import (
    FollowParent,
    SettleParent,
    StartFromTask,
    StartSubprocess,
)
from orchestration.effects.turn import OfTurn
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
    """Tell the release's channel, once, that it ended.

    Rows of older versions may say that it is due: they come to the same as `BeginOccurrence`.
    """

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
class WakeUp(OfAttempt):
    """Record `Elapsed` when the time has come."""

    due_at: datetime
    of: WaitedFor = "timeout"
    task_id: TaskId | None = None
    """As in `Elapsed`, what the time belongs to."""
    number: int = 0
    person: UserId | None = None
    deadline_at: datetime | None = None
    kind: Literal["wake_up"] = "wake_up"

    @property
    def key(self) -> str:
        occasion = str(self.attempt) if self.of == "timeout" else f"{self.attempt}.{self.of}"
        if self.deadline_at is not None:
            which = self.person or self.number
            occasion += f".{which}.{_seconds(self.deadline_at)}"
        return effect_key(self.kind, self.task_id or f"{self.execution_id}/{self.ref}", occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind(OfAttempt):
    """Tell one person, or the release's thread, what waits: once for each occasion.

    Paid in the person's working hours and outside their do-not-disturb; nobody hears of what was
    done meanwhile, nor of a reminder that a later one has overtaken.
    """

    priority: ClassVar[int] = 1
    occasion: Occasion
    copy: Copy
    task_id: TaskId | None = None
    """None: an activity, on hold or taking long."""
    number: int = 0
    """Which reminder."""
    deadline_at: datetime | None = None
    """The deadline, or the end of the snooze."""
    kind: Literal["remind"] = "remind"

    @property
    def key(self) -> str:
        at = _seconds(self.deadline_at) if self.deadline_at else ""
        return effect_key(
            self.kind,
            self.task_id or f"{self.execution_id}/{self.ref}",
            f"{self.attempt}.{self.occasion}.{self.number}.{at}.{self.copy}",
        )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


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
    | ShowCalendar
    | DrawPictures
    | ShowHome
    | DrawHomeWeek
    | AnnounceRelease
    | AnnouncePause
    | AnnounceRedo
    | TellVoided
    | AnnounceProcess
    | Following
    | AroundItsTime
    | AskAfterHotfix
    | OfDigests
    | CopyEvidence
    | DraftProcess
    | GatherWords
    | ReviseProcess
    | ReadFile
    | SendFile
    | TriggerPipeline
    | WatchPipeline
    | LookAtRun
    | CancelPipeline
    | WakeUp
    | Remind
    | Tell
    | LearnDirectory
    | EndAbsence
    | OfFreezes
    | StartSubprocess
    | StartFromTask
    | SettleParent
    | FollowParent
    | OfTurn
)

effect_document: TypeAdapter[Effect] = TypeAdapter(Annotated[Effect, Field(discriminator="kind")])
"""Effects as stored JSON, told apart by `kind`."""


def due_at_of(effect: Effect) -> datetime | None:
    """The time before which it must not be paid, where it has one."""
    return getattr(effect, "due_at", None)
