"""What buttons and forms about files carry back, and the names they come back under."""

from __future__ import annotations

from bot.views.buttons import DraftButton
from orchestration.values import ChannelId, DraftId, Frozen

FILE_OPEN = "file.open"
FILE_IMPORT = "file.import"
FILE_TAKE = "file.take"
FILE_LEAVE = "file.leave"


class FileButton(Frozen):
    """A file proposed for a draft, as it was compared with this revision of it."""

    proposal: DraftId
    revision: int


class FileForm(Frozen):
    """What a file is for: a new draft, or an open one that it is to replace."""

    channel: ChannelId | None = None
    draft: DraftButton | None = None
    store: bool = False
    """It was opened to make a version of a store activity, and says how."""
    inputs: bool = False
    """It holds an input set rather than a process; whichever it holds is taken."""
