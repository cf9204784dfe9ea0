"""What can be changed for the next attempt of an activity."""

from __future__ import annotations

from pydantic import Field

from orchestration.processes.inputs import InputSpec
from orchestration.values import ActivityRef, ExecutionId, Frozen


class RetryCard(Frozen):
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    """The one that failed; the next is this plus one."""
    name: str
    release_title: str
    specs: tuple[InputSpec, ...]
    values: dict[str, str] = Field(default_factory=dict)
    """What the failed attempt was told, as text; never a secret."""
