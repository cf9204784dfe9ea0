"""What drafts, processes and their files may owe; see `effects` for what an effect is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from orchestration.effects.calendar import ShowCalendar
from orchestration.effects.obligations import Once, Refresh
from orchestration.values import ChannelId, DraftId, ProcessId, UserId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDraft(Refresh):
    """The review card of a draft."""

    draft_id: DraftId
    kind: Literal["show_draft"] = "show_draft"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProcess(Refresh):
    """A message that shows a published process with its pictures, because somebody asked."""

    spacing: ClassVar[timedelta] = timedelta(seconds=2)
    priority: ClassVar[int] = 1
    process_id: ProcessId
    version: int
    channel: ChannelId | UserId
    by: UserId
    occasion: str
    kind: Literal["show_process"] = "show_process"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.process_id}@{self.version}", self.occasion)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDifference(Refresh):
    """A message that shows what a version changed, because somebody asked."""

    spacing: ClassVar[timedelta] = timedelta(seconds=2)
    priority: ClassVar[int] = 1
    process_id: ProcessId
    was: int
    now: int
    channel: ChannelId | UserId
    by: UserId
    occasion: str
    kind: Literal["show_difference"] = "show_difference"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.process_id}@{self.was}-{self.now}", self.occasion)


Pictured = ShowDraft | ShowProcess | ShowDifference | ShowCalendar
"""Messages with pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPictures(Once):
    """Draw what a message shows, give it to the workspace, and then have the message redrawn."""

    patience: ClassVar[timedelta | None] = timedelta(minutes=1)
    """Drawing takes a second or more: its worker works on beside it."""
    priority: ClassVar[int] = 2
    show: Annotated[Pictured, Field(discriminator="kind")]
    pages: str
    """The key of what is to be drawn: the same pictures are never owed twice for a message."""
    kind: Literal["draw_pictures"] = "draw_pictures"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.show.key, self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftProcess(Once):
    """Read the text of a draft into a process."""

    patience: ClassVar[timedelta | None] = timedelta(minutes=10)
    """A language model may take minutes: its worker holds it on, and works on beside it."""
    draft_id: DraftId
    kind: Literal["draft_process"] = "draft_process"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseProcess(Once):
    """Read what somebody asks to have changed in a draft into changes to judge."""

    patience: ClassVar[timedelta | None] = timedelta(minutes=10)
    """As of a draft: a language model may take minutes."""
    draft_id: DraftId
    """The proposal, which is kept as a draft of its own."""
    reading: int
    kind: Literal["revise_process"] = "revise_process"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id, str(self.reading))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile(Once):
    """Fetch a process's file from the workspace and propose what it says; it is kept only then."""

    draft_id: DraftId
    """What becomes of it: one for each file of a door, however often that is heard."""
    file: str
    by: UserId
    channel: ChannelId
    replaces: DraftId | None = None
    revision: int = 0
    """Of the draft it is for, as the person saw it."""
    kind: Literal["read_file"] = "read_file"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.draft_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFile(Refresh):
    """Give a person a process, a store activity or an input set as a YAML file, in their DMs."""

    to: UserId
    subject: str
    """The id of a draft, a process or a store activity; of a set whose it is, and its id."""
    number: int
    """The revision of a draft or a set, otherwise the version."""
    of: Literal["draft", "process", "activity", "inputs"]
    kind: Literal["send_file"] = "send_file"

    @property
    def key(self) -> str:
        return effect_key(self.kind, f"{self.of}/{self.subject}@{self.number}", self.to)
