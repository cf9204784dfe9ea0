"""A draft: a process on its way from a pasted text to a published version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from orchestration import words
from orchestration.catalogue.model import StoreActivity
from orchestration.effects import Tell
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.processes.model import Process
from orchestration.processes.proposal import ProcessDraft
from orchestration.processes.questions.model import OpenOrder
from orchestration.processes.revising.authorship import Mark
from orchestration.processes.revising.proposal import Proposal
from orchestration.processes.texts import WHAT_TO_WRITE
from orchestration.values import ChannelId, DraftId, Frozen, ProcessId, UserId

BEGUN_WITH_A_VERSION = "a published version"
"""In place of who drafted it."""


class DraftStatus(StrEnum):
    REQUESTED = "requested"
    """The text is being read."""
    READY = "ready"
    EMPTY = "empty"
    """The text yielded nothing; its author is told what to do."""
    PUBLISHED = "published"
    DISCARDED = "discarded"
    TAKEN = "taken"
    """A file proposed for another draft, which took it."""


class EditNote(Frozen):
    """One edit a person made, so that a late one can be told what it missed."""

    revision: int
    """The revision it made."""
    by: UserId
    what: str
    author: str = ""
    """The model whose words they are; empty where the person wrote them."""


class Arriving(Frozen):
    """What a reading that goes on has brought so far."""

    reading: int = 1
    """Which: those before it were cut off, by a restart say."""
    so_far: ProcessDraft | None = None


class Draft(Frozen):
    """What one person asked to have drafted, and what became of it."""

    id: DraftId
    channel: ChannelId
    """Where its review card lies: a channel, or the author's DM."""
    by: UserId
    created_at: datetime
    title: str = ""
    text_id: str
    """The pasted text, kept apart so that it can be erased."""
    status: DraftStatus = DraftStatus.REQUESTED
    process: Process | None = None
    activity: StoreActivity | None = None
    """What a file proposes for the activity store, in place of a process."""
    questions: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    """Steps of the text that became nothing, in its words."""
    drafter: str = ""
    note: str = ""
    published_as: ProcessId | None = None
    published_version: int | None = None
    decided_by: UserId | None = None
    file: str = ""
    """The name of the YAML file it was read from."""
    source_id: str = ""
    """The text of that file, or of one that was taken since, for its comments and order."""
    input_set: ProcessInputSet | ActivityInputSet | None = None
    """What the file holds where it is no process: a difference to be taken or left."""
    replaces: DraftId | None = None
    """The draft that this file is proposed for: a difference to be taken or left."""
    replaces_revision: int = 0
    """What the person saw who proposed it."""
    edits: tuple[EditNote, ...] = ()
    """The last of them."""
    orders: tuple[OpenOrder, ...] = ()
    """What waits for something that is no step: asked by the form of its questions."""
    revision: int = 0
    """Raised by every edit; an edit of an older revision is refused with the difference."""
    chosen: Literal["", "outline", "model"] = ""
    """Who shall read the text, where its author chose."""
    template: str = ""
    """The hash of the templates that a model read it with; empty where none did."""
    document: str = ""
    """The name of the attached document that the text came from."""
    gathered: tuple[str, ...] = ()
    """How its documents' tables were read, and what of the message's thread was not, in words."""
    fell_back: bool = False
    """A model was to read it and could not, so rules did."""
    read_again_as: DraftId | None = None
    """The draft of the same text that took its place."""
    arriving: Arriving | None = None
    """While its text is being read; kept no longer."""
    marks: tuple[Mark, ...] = ()
    """Who edited which part since it was drafted."""
    proposal: Proposal | None = None
    """Changes that are proposed for the draft that this replaces; its text is what was asked."""

    @property
    def is_open(self) -> bool:
        """True where it is a process that can be changed, rather than a file proposed for one."""
        return self.status is DraftStatus.READY and self.process is not None and not self.replaces


def owed_to_author(draft: Draft) -> tuple[Tell, ...]:
    """What the author learns in private, beside the card: that a text yielded nothing."""
    if draft.status is not DraftStatus.EMPTY or draft.channel.startswith("D"):
        return ()
    where = f"“{words.quote(draft.title)}”" if draft.title else "the text"
    text = f"No steps were found in {where} you gave me to draft from. {WHAT_TO_WRITE}"
    return (Tell(chain=(draft.by,), text=text, subject=draft.id, occasion="empty"),)
