"""Applying changes to a process, one after another; what cannot be applied says why."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.processes import edits
from orchestration.processes.model import Process
from orchestration.processes.revising.changes import (
    AddActivity,
    AddPhase,
    Change,
    MoveTo,
    Remove,
    Rename,
    SetOrder,
)
from orchestration.processes.revising.fields import changed
from orchestration.processes.revising.moving import added, moved, ordered, phase_added
from orchestration.processes.revising.revision import Revision


def applied(revision: Revision, change: Change) -> Revision:
    """One change made; raises `Rejected` saying why it cannot be."""
    match change:
        case AddPhase():
            return phase_added(revision, change)
        case AddActivity():
            return added(revision, change)
        case MoveTo():
            return moved(revision, change)
        case SetOrder():
            return ordered(revision, change)
        case Remove():
            phase, activity = revision.part(change.of)
            gone = edits.Remove(phase=phase.id, activity=activity.id if activity else None)
            return revision.with_process(edits.edited(revision.process, gone).process)
        case Rename(of=""):
            after = edits.edited(revision.process, edits.RenameProcess(name=change.name)).process
            return revision.with_process(after)
        case _:
            phase, activity = revision.part(change.of)
            return revision.with_process(changed(revision.process, phase, activity, change))


def all_applied(process: Process, changes: Sequence[Change]) -> Revision:
    """Every one of them, in order; raises `Rejected` at the first that cannot be."""
    revision = Revision(process)
    for each in changes:
        revision = applied(revision, each)
    return revision
