"""A release: one execution of one process version, with its inputs, in its time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field, JsonValue

from orchestration.values import ChannelId, ExecutionId, Frozen, ProcessId, ReleaseId, UserId


class ReleaseStatus(StrEnum):
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    PARTIALLY_SUCCEEDED = "partially_succeeded"
    FAILED = "failed"
    ABORTED = "aborted"

    @property
    def ended(self) -> bool:
        return self not in {
            ReleaseStatus.SCHEDULED,
            ReleaseStatus.RUNNING,
            ReleaseStatus.PAUSED,
        }


class Release(Frozen):
    """What is released, when and by whom; how it goes is its execution's to say."""

    id: ReleaseId
    reference: str
    """Short and unique, such as `WEB-12`; accepted everywhere, in any case."""
    name: str
    version: str
    process_id: ProcessId
    process_version: int
    """The version it was made from; a planned one takes the latest at its start, if not pinned."""
    pinned: bool = False
    inputs: dict[str, str] = Field(default_factory=dict)
    input_set: str | None = None
    """The process input set it follows until it starts, and was started with."""
    phase_inputs: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """By phase: what the sets said at its start."""
    activity_inputs: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    """By place, `phase.activity`: what the sets said at its start, expressions as written."""
    owner: UserId
    channel: ChannelId
    status: ReleaseStatus = ReleaseStatus.SCHEDULED
    scheduled_for: datetime | None = None
    created_by: UserId
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: UserId | None = None
    """Who called it off before it started; a running one says so in its execution."""
    reason_id: str = ""
    execution_id: ExecutionId | None = None
    revision: int = 0
    """The stored row's version; 0 before the first save."""

    @property
    def title(self) -> str:
        """`WEB-12 Web 4.2`: how people name it."""
        return f"{self.reference} {self.name} {self.version}".strip()
