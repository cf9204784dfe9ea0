"""Input sets as the input store keeps them: what they say, by whom, and what changed last."""

from __future__ import annotations

from datetime import datetime

from orchestration.catalogue.uses import Uses, read_uses
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.values import Frozen, ProcessId, UserId

KEPT_EDITS = 40


class SetEdit(Frozen):
    """One change a person made, so that a late one can be told what it missed."""

    revision: int
    """The revision it made."""
    by: UserId
    at: datetime
    what: str


class KeptProcessSet(Frozen):
    """A process's input set; releases that are planned follow it until they start."""

    set: ProcessInputSet
    revision: int = 0
    """The stored row's version; 0 before the first save."""
    edits: tuple[SetEdit, ...]
    """The last ones, oldest first; never empty."""

    @property
    def saved(self) -> SetEdit:
        """Who saved it last, and when."""
        return self.edits[-1]


class KeptActivitySet(Frozen):
    """An input set of a store activity; any number of process sets may link it."""

    set: ActivityInputSet
    revision: int = 0
    """The stored row's version; 0 before the first save."""
    made_by: UserId
    edits: tuple[SetEdit, ...]
    """The last ones, oldest first; never empty."""

    @property
    def saved(self) -> SetEdit:
        """Who saved it last, and when."""
        return self.edits[-1]


class SetLink(Frozen):
    """Where a process set links the set of an activity."""

    process_id: ProcessId
    set_id: str
    place: str
    """`phase.activity`."""
    linked: str
    """The id of the `ActivityInputSet`."""


def links_of(said: ProcessInputSet) -> tuple[SetLink, ...]:
    """Every link it makes, each place once."""
    found = {
        f"{phase.id}.{each.id}": each.linked
        for phase in said.phases
        for each in phase.activities
        if each.linked
    }
    return tuple(
        SetLink(process_id=said.process, set_id=said.id, place=place, linked=linked)
        for place, linked in found.items()
    )


def activity_of(said: ActivityInputSet) -> Uses:
    """The store activity it is for, and the version where it says one: `deploy@3`."""
    return read_uses(said.activity)
