"""What the buttons and the form of a redo carry, and the names they come back under."""

from __future__ import annotations

from orchestration.values import ActivityRef, Frozen, ReleaseId

HOLD_REDO = "hold.redo"
RELEASE_REDO = "release.redo"


class RedoButton(Frozen):
    """*Redo…*; from there, where one was named."""

    release_id: ReleaseId
    ref: ActivityRef | None = None


class RedoForm(Frozen):
    """A redo as it was shown: from where, and which candidate it would make."""

    release_id: ReleaseId
    ref: ActivityRef
    candidate: int
