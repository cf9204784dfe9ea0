"""Named values for a process or for an activity of the store (product.md section 1)."""

from __future__ import annotations

from pydantic import Field

from orchestration.processes.model import Values
from orchestration.processes.written import Written
from orchestration.values import ProcessId


class ActivityInputSet(Written):
    """Named values for a store activity; any number of its instances may be linked to it."""

    id: str
    name: str
    description: str = ""
    activity: str
    """Of the store, `deploy-service` or `deploy-service@3`."""
    inputs: Values = Field(default_factory=dict)


class ActivityInputs(Written):
    """What one activity of the process is told."""

    id: str
    linked: str | None = None
    """The id of an `ActivityInputSet`."""
    inputs: Values = Field(default_factory=dict)
    """Its own values; they win over those of the linked set."""


class PhaseInputs(Written):
    """What a phase and its activities are told."""

    id: str
    inputs: Values = Field(default_factory=dict)
    activities: tuple[ActivityInputs, ...] = ()


class ProcessInputSet(Written):
    """Named values for a whole process; releases and groups choose one of the input store."""

    id: str
    name: str
    description: str = ""
    process: ProcessId
    inputs: Values = Field(default_factory=dict)
    """Global ones."""
    phases: tuple[PhaseInputs, ...] = ()
