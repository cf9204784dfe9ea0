"""Where a child runs: the activity of its parent, and everything above it."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.values import ActivityRef, ExecutionId, ProcessId


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """What a child knows of the execution it is part of, for as long as it lives."""

    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    path: tuple[str, ...]
    """The names of the activities that run it, the release's own first."""
    processes: tuple[ProcessId, ...]
    """What runs above it, the release's own process first."""

    @property
    def depth(self) -> int:
        """1 for a child of the release itself."""
        return len(self.path)
