"""A process as its authors wrote it: phases, activities, tasks, inputs (product.md section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, JsonValue, model_validator

from orchestration.processes.durations import Duration
from orchestration.processes.inputs import InputSpec
from orchestration.processes.tasks import TaskSpec
from orchestration.processes.waits_for import AwaitedText, as_list
from orchestration.processes.written import Written
from orchestration.values import ActivityRef, Frozen, ProcessId

Values = dict[str, JsonValue]
"""By name; a text may hold expressions, as in `app-{{ inputs.version }}`."""


class ActivityType(StrEnum):
    AUTOMATED = "automated"
    MANUAL = "manual"
    SUBPROCESS = "subprocess"


class OnFailure(StrEnum):
    HOLD = "hold"
    RETRY = "retry"
    IGNORE = "ignore"
    FAIL = "fail"


class Retry(Written):
    """How often a failed activity is tried again by itself, and how long is waited first."""

    attempts: int = Field(default=3, ge=1, le=20)
    backoff: Duration | None = None


class Subprocess(Written):
    """Another process, run as one activity; without a version the latest at the start."""

    id: ProcessId
    version: int | None = None


class Activity(Written):
    """A unit of work: a pipeline to run, tasks for people, or another process."""

    id: str
    name: str
    type: ActivityType
    description: str = ""
    uses: str | None = None
    """An activity of the store, `deploy-service` or `deploy-service@3`."""
    owner: str | None = None
    depends_on: tuple[str, ...] = ()
    """Ids in the same phase, or `phase.activity` across phases."""
    if_: str | None = None
    pipeline: str | None = None
    """The catalogue's name; without one the activity is run by hand."""
    process: Subprocess | None = None
    """For a subprocess only."""
    inputs: Values = Field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    output_values: dict[str, str] = Field(default_factory=dict)
    """Where an output comes from, where the activity itself does not say: an expression."""
    variables: Values = Field(default_factory=dict)
    environment: str | None = None
    marks: Literal["live"] | None = None
    """What succeeded here is live: it is recorded what runs where."""
    command: str = ""
    """The documented command, shown to whoever runs the activity by hand."""
    tasks: tuple[TaskSpec, ...] = ()
    finalise: Literal["auto", "owner"] = "auto"
    expected_duration: Duration | None = None
    timeout: Duration | None = None
    on_failure: OnFailure = OnFailure.HOLD
    retry: Retry | None = None
    optional: bool = False
    evidence: str = ""
    """The words of the document this activity came from."""

    @model_validator(mode="before")
    @classmethod
    def _outputs_by_name(cls, data: Any) -> Any:
        return outputs_apart(data)


class Phase(Written):
    """A named group of activities with an owner."""

    id: str
    name: str
    description: str = ""
    owner: str | None = None
    depends_on: tuple[str, ...] = ()
    if_: str | None = None
    inputs: tuple[InputSpec, ...] = ()
    outputs: tuple[str, ...] = ()
    output_values: dict[str, str] = Field(default_factory=dict)
    variables: Values = Field(default_factory=dict)
    optional: bool = False
    uninterruptible: bool = False
    """Once begun it runs to its end, also into a freeze."""
    waits_for: Annotated[tuple[AwaitedText, ...], BeforeValidator(as_list)] = ()
    """Other releases, or phases of them: `payments.deploy`, `WEB-12`."""
    uses: tuple[str, ...] = ()
    """Resources that one release at a time, or as many as administrators say, may hold."""
    not_before: str | None = None
    """`start + 2d`, `Thursday 17:00`."""
    activities: tuple[Activity, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _outputs_by_name(cls, data: Any) -> Any:
        return outputs_apart(data)


class Process(Written):
    """A reusable blueprint of a release."""

    id: ProcessId
    name: str
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str | None = None
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    inputs: tuple[InputSpec, ...] = ()
    variables: Values = Field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    rollback: ProcessId | None = None
    sign_offs_expire: Duration | None = None
    holds_due: Duration | None = None
    """By when what is on hold is to be decided; four hours where it does not say."""
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
        """Everybody the process asks or tells, each once, in written order."""
        named: dict[str, None] = dict.fromkeys(self.owners)
        for phase in self.phases:
            named.update(dict.fromkeys([phase.owner] if phase.owner else []))
            for each in phase.activities:
                named.update(dict.fromkeys([each.owner] if each.owner else []))
                for task in each.tasks:
                    named.update(dict.fromkeys(task.people()))
                    named.update(dict.fromkeys([task.escalate_to] if task.escalate_to else []))
        return tuple(named)


def outputs_apart(data: Any) -> Any:
    """`outputs: {digest: "{{ … }}"}` names an output and says where it comes from."""
    if not isinstance(data, Mapping) or not isinstance(data.get("outputs"), Mapping):
        return data
    values = {name: value for name, value in data["outputs"].items() if value is not None}
    return {**data, "outputs": tuple(data["outputs"]), "output-values": values}


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
    store: dict[str, int] = Field(default_factory=dict)
    """Which version `uses: deploy-service` means here: the latest when this was published."""
