"""What the buttons and forms of a revision carry back; see `buttons`."""

from __future__ import annotations

from bot.views.buttons import DraftButton
from orchestration.values import ChannelId, DraftId, Frozen, ProcessId

DRAFT_REVISE = "draft.revise"
PROCESS_REVISE = "process.revise"
ACCEPT = "revision.accept"
CHOOSE = "revision.choose"
REJECT = "revision.reject"
UNDO = "revision.undo"
AGAIN = "revision.again"

ASKED = "revision.asked"
CHOSEN = "revision.chosen"


class RevisionButton(Frozen):
    """A proposal, as of one drawing of its card."""

    proposal: DraftId
    revision: int


class ReviseForm(Frozen):
    """What shall be changed: a draft, or what is published."""

    draft: DraftButton | None = None
    process_id: ProcessId | None = None
    channel: ChannelId | None = None


class ChooseForm(Frozen):
    about: RevisionButton
    channel: ChannelId | None = None
