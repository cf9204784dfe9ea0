"""What the input store shows: the sets of a process or of a store activity, and one's use."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from orchestration.inputs.model import KeptActivitySet
from orchestration.inputs.places import AskedPlace, Said
from orchestration.values import Frozen, ProcessId, UserId


class SetLine(Frozen):
    """One set, as a list shows it."""

    set_id: str
    name: str
    description: str = ""
    revision: int
    open: tuple[str, ...] = ()
    """What has no value yet, or one that does not fit: `Deploy EU: region`; of a process's set."""
    gone: tuple[str, ...] = ()
    """What it says for something that is not there any more."""
    used_by: tuple[str, ...] = ()
    """In words: `“EU” of “Web release” (deploy.eu)`, `WEB-12`."""
    by: UserId
    at: datetime
    """Who changed it last, and when."""


class SetsCard(Frozen):
    """The input sets of one process, or of one activity of the store."""

    kind: Literal["process", "activity"]
    of: str
    title: str
    sets: tuple[SetLine, ...] = ()
    asks: int = 0
    """How many inputs are declared; without any there is nothing a set could say."""


class SetsOverview(Frozen):
    """Everything that can have input sets, where nothing was named."""

    processes: tuple[tuple[ProcessId, str, int], ...] = ()
    """Id, name, and how many sets it has."""
    activities: tuple[tuple[str, str, int], ...] = ()


class SetFields(Frozen):
    """All that the form of a set is drawn from."""

    title: str
    """Of the process or the store activity, with its version."""
    version: int
    name: str = ""
    description: str = ""
    revision: int = 0
    places: tuple[AskedPlace, ...]
    said: Said = Field(default_factory=Said)
    offered: dict[str, tuple[KeptActivitySet, ...]] = Field(default_factory=dict)
    """The sets that could be linked, by store activity."""
    used_by: tuple[str, ...] = ()
    """Where else it is in use, in our words."""


class SetChoice(Frozen):
    """A set that a new release could follow."""

    set_id: str
    name: str
    open: int = 0
    """How many inputs keep a release from starting with it alone."""


class SetsToChoose(Frozen):
    """What the form of a release says about input sets."""

    sets: tuple[SetChoice, ...] = ()
    chosen: str = ""
    """The id of the one that is followed."""
    says: dict[str, str] = Field(default_factory=dict)
    """What that one gives, by the name of the release's own input, as text."""

    @property
    def chosen_name(self) -> str:
        return next((each.name for each in self.sets if each.set_id == self.chosen), "")


class PlannedInputs(Frozen):
    """How a planned release stands with its inputs."""

    set_id: str = ""
    set_name: str = ""
    """Of the set it follows."""
    open: tuple[str, ...] = ()
    """What keeps it from starting, a line each."""
    elsewhere: tuple[str, ...] = ()
    """Those of `open` that are said in the set: of phases and activities."""
