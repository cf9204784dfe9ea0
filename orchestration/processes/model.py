"""A process as its authors wrote it: phases, activities, tasks, inputs (product.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import AliasChoices, ConfigDict, Field

from orchestration.values import ActivityRef, Frozen, ProcessId


class ActivityType(StrEnum):
    AUTOMATED = "automated"
    MANUAL = "manual"


class TaskKind(StrEnum):
    TODO = "todo"
    SIGN_OFF = "sign_off"


class OnFailure(StrEnum):
    HOLD = "hold"
    IGNORE = "ignore"


Quorum = int | Literal["majority", "all"]


class Approvals(Frozen):
    """Who may sign and how many distinct people must."""

    from_: tuple[str, ...] = Field(
        default=(), validation_alias=AliasChoices("from", "from_"), serialization_alias="from"
    )
    """Role names, or Slack ids of users and groups."""
    needed: Quorum = 1

    model_config = ConfigDict(populate_by_name=True)


class TaskSpec(Frozen):
    """One thing a person does inside a manual activity."""

    id: str
    name: str
    kind: TaskKind = TaskKind.TODO
    instructions: str = ""
    required: bool = True
    assignees: tuple[str, ...] = ()
    """For a to-do: role names or Slack ids; empty means the release's owner."""
    approvals: Approvals | None = None
    """For a sign-off only."""

    def people(self) -> tuple[str, ...]:
        """The role names and ids this task asks, in the order they were written."""
        if self.kind is TaskKind.SIGN_OFF:
            return self.approvals.from_ if self.approvals else ()
        return self.assignees


class Activity(Frozen):
    """A unit of work: a pipeline to run, or tasks for people."""

    id: str
    name: str
    type: ActivityType
    description: str = ""
    owner: str | None = None
    depends_on: tuple[str, ...] = ()
    """Ids in the same phase, or `phase.activity` across phases."""
    pipeline: str | None = None
    """The catalogue's name; without one the activity is run by hand."""
    outputs: tuple[str, ...] = ()
    command: str = ""
    """The documented command, shown to whoever runs the activity by hand."""
    tasks: tuple[TaskSpec, ...] = ()
    timeout: timedelta | None = None
    on_failure: OnFailure = OnFailure.HOLD
    optional: bool = False
    evidence: str = ""
    """The words of the document this activity came from."""


class Phase(Frozen):
    """A named group of activities with an owner."""

    id: str
    name: str
    description: str = ""
    owner: str | None = None
    depends_on: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()


class InputSpec(Frozen):
    """A value that changes from release to release and must be known before it starts."""

    name: str
    description: str = ""
    required: bool = True
    default: str | None = None


class Process(Frozen):
    """A reusable blueprint of a release."""

    id: ProcessId
    name: str
    description: str = ""
    owners: tuple[str, ...] = ()
    inputs: tuple[InputSpec, ...] = ()
    phases: tuple[Phase, ...] = ()
    schedule: str = ""
    """When releases are made, in the author's words, until a cadence says it (section 3)."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy that does not inherit what was indexed from other phases."""
        copied = super().model_copy(update=update, deep=deep)
        for index in ("by_ref", "phases_by_id"):
            vars(copied).pop(index, None)
        return copied

    @cached_property
    def by_ref(self) -> dict[ActivityRef, Activity]:
        """Every activity by its place."""
        return {ref_of(phase.id, each.id): each for phase, each in self.activities()}

    @cached_property
    def phases_by_id(self) -> dict[str, Phase]:
        return {phase.id: phase for phase in self.phases}

    def activities(self) -> list[tuple[Phase, Activity]]:
        """Every activity with its phase, in written order."""
        return [(phase, each) for phase in self.phases for each in phase.activities]

    def roles(self) -> tuple[str, ...]:
        """Every owner, assignee and approver the process names, each once, in written order."""
        named: dict[str, None] = dict.fromkeys(self.owners)
        for phase in self.phases:
            named.update(dict.fromkeys([phase.owner] if phase.owner else []))
            for each in phase.activities:
                named.update(dict.fromkeys([each.owner] if each.owner else []))
                for task in each.tasks:
                    named.update(dict.fromkeys(task.people()))
        return tuple(named)


def ref_of(phase_id: str, activity_id: str) -> ActivityRef:
    return ActivityRef(f"{phase_id}.{activity_id}")


def phase_of(ref: ActivityRef) -> str:
    return ref.split(".", 1)[0]


def full_ref(phase_id: str, dependency: str) -> ActivityRef:
    """What `depends-on` means inside a phase: a bare id is a sibling, a dotted one is a place."""
    return ActivityRef(dependency) if "." in dependency else ref_of(phase_id, dependency)


class ProcessVersion(Frozen):
    """A published process: immutable, numbered from 1."""

    process: Process
    version: int
