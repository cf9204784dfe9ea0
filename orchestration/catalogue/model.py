"""An activity of the store: what it takes, what it gives, and what does its work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field, model_validator

from orchestration.processes.durations import Duration
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import (
    ActivityType,
    OnFailure,
    Retry,
    Subprocess,
    Values,
    outputs_apart,
)
from orchestration.processes.tasks import TaskSpec
from orchestration.processes.written import Written
from orchestration.values import Frozen, UserId


class StoreActivity(Written):
    """A reusable activity; processes name it with `uses` and say only what differs there."""

    id: str
    name: str
    type: ActivityType
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str | None = None
    """Whose it is; its channels find it first."""
    inputs: tuple[InputSpec, ...] = ()
    outputs: tuple[str, ...] = ()
    output_values: dict[str, str] = Field(default_factory=dict)
    """Where an output is called otherwise by what makes it: `{{ pipeline.outputs.VERSION }}`,
    `{{ subprocess.outputs.version }}`."""
    pipeline: str | None = None
    """The pipeline catalogue's name; without one the activity is run by hand."""
    pipeline_inputs: Values = Field(default_factory=dict)
    """What the pipeline is told, by its own names: `releaseVersion: "{{ inputs.VERSION }}"`.
    Without any it is told the inputs as they are."""
    process: Subprocess | None = None
    """For a subprocess only."""
    process_inputs: Values = Field(default_factory=dict)
    """What the subprocess is told, by its own names."""
    command: str = ""
    """The documented command, shown to whoever runs the activity by hand."""
    tasks: tuple[TaskSpec, ...] = ()
    expected_duration: Duration | None = None
    timeout: Duration | None = None
    on_failure: OnFailure = OnFailure.HOLD
    retry: Retry | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """The names by which the pipeline or the subprocess is told something."""
        declared = tuple(each.name for each in self.inputs)
        return tuple(self.pipeline_inputs or self.process_inputs) or declared

    @model_validator(mode="before")
    @classmethod
    def _outputs_by_name(cls, data: Any) -> Any:
        return outputs_apart(data)


class StoreVersion(Frozen):
    """A published activity of the store: immutable, numbered from 1."""

    activity: StoreActivity
    version: int


class StoreSummary(Frozen):
    """An activity of the store as a list shows it, by its latest version."""

    id: str
    name: str
    description: str
    type: ActivityType
    tags: tuple[str, ...]
    team: str | None
    version: int
    published_at: datetime
    published_by: UserId
    owner: UserId
    """Who published its first version."""
    deprecated_by: UserId | None = None
    """Who said that nothing new should use it, where somebody did."""
    instead: str | None = None
    """What to use in its place."""
