"""The cards of processes and their drafts; see `cards` for what a card is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestration.processes.model import Process, ProcessVersion
from orchestration.read_models.picture_page import PicturePage
from orchestration.values import DraftId, Frozen, ProcessId, UserId


class RoleLine(Frozen):
    """A role named in a draft, and whom it is bound to."""

    name: str
    members: tuple[str, ...]
    """Slack ids of users and groups."""
    signs: bool
    """True when it must be bound before publishing, since a sign-off asks it."""
    backup: tuple[str, ...] = ()
    """Slack ids of those asked, in order, where nobody of it is there."""


class ShownPicture(Frozen):
    """A picture that the workspace has: the page it shows, for its words, and its file."""

    page: PicturePage
    file: str


class ProcessCard(Frozen):
    """A published process, as somebody asked to see it."""

    version: ProcessVersion
    pictures: tuple[ShownPicture, ...] = ()


class DifferenceCard(Frozen):
    """What one version of a process changed from another, as somebody asked to see it."""

    title: str
    was: int
    now: int
    changes: tuple[str, ...]
    pictures: tuple[ShownPicture, ...] = ()


class FromFile(Frozen):
    """What the file of a draft would change, and in what."""

    name: str
    against: str = ""
    """`version 3` or `the draft`; empty where there is nothing to compare it with."""
    changes: tuple[str, ...] = ()
    replaces: DraftId | None = None
    """The draft that it is proposed for."""
    title: str = ""
    """Of that draft."""
    revision: int = 0
    """Of that draft, as it was compared."""
    meanwhile: tuple[str, ...] = ()
    """What was edited there since the person asked, which the file does not know."""
    into: str = ""
    """`the input set` where it is no draft that the file is for."""
    closed: str = ""
    """Why that draft takes nothing any more."""


class DraftReview(Frozen):
    """A draft as its authors judge it."""

    draft_id: DraftId
    revision: int
    status: Literal["requested", "ready", "empty", "published", "discarded", "taken"]
    by: UserId
    title: str
    process: Process | None
    problems: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    """Steps of the text that became nothing, in its words."""
    weakens: tuple[str, ...] = ()
    """How it asks for less agreement than the published version, in words."""
    edited: dict[str, str] = Field(default_factory=dict)
    """Who edited a part since it was drafted, in words, by the id of its phase or its place."""
    asked: tuple[str, ...] = ()
    """What the form of its questions asks: who signs, who does it, after what it comes."""
    no_pipeline: tuple[str, ...] = ()
    """Automated activities that nothing runs yet, where there is something to choose."""
    put_aside: tuple[str, ...] = ()
    """What of the store it uses is deprecated, in words; no reason not to publish it."""
    roles: tuple[RoleLine, ...] = ()
    by_hand: int = 0
    drafter: str = ""
    note: str = ""
    gathered: tuple[str, ...] = ()
    """How attached tables were read, and what could not be read, in words."""
    fell_back: bool = False
    """A model was to read it and could not: it may be asked again."""
    read_again: bool = False
    """Another draft of the same text took its place."""
    decided_by: UserId | None = None
    published_as: ProcessId | None = None
    published_version: int | None = None
    next_version: int = 1
    """The version that publishing makes."""
    so_far: Process | None = None
    """What has come while the text is being read; its phases may have no step yet."""
    readings: int = 0
    """How often its reading has begun, where that is known."""
    from_file: FromFile | None = None
    pictures: tuple[ShownPicture, ...] = ()
    """None until the workspace has them."""
    filled: Process | None = None
    """The process with the activities of the store in their places, to be shown."""

    @property
    def shown(self) -> Process | None:
        return self.filled or self.process
