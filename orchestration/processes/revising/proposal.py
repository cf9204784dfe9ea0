"""What is proposed for a draft, beside the draft: kept until it is taken, left, or asked anew."""

from __future__ import annotations

from orchestration.processes.model import Process
from orchestration.processes.revising.authorship import Mark
from orchestration.processes.revising.changes import Change
from orchestration.values import Frozen

SENTENCES = "sentences"
"""In place of a model's name: plain sentences were read by their form."""


class Proposal(Frozen):
    """Changes to one edition of a draft."""

    reading: int = 1
    """How often it was asked: another edition of the draft is read anew."""
    base: Process | None = None
    """What the draft said when it was read; None until it was."""
    marks: tuple[Mark, ...] = ()
    """Who had written what in that."""
    changes: tuple[Change, ...] = ()
    unclear: tuple[str, ...] = ()
    taken: tuple[int, ...] = ()
    """The numbers of the changes that were taken."""
    taken_revision: int = 0
    """The edition of the draft that this made: undone only while it is the last one."""
