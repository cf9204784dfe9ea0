"""What executions owe one another: each is told in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from orchestration.effects.obligations import OfAttempt, Once, Refresh
from orchestration.values import ActivityRef, ExecutionId, effect_key


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSubprocess(OfAttempt):
    """Start the child of one attempt."""

    due_at: datetime | None = None
    """When the approval that began it cannot be undone any more."""

    kind: Literal["start_subprocess"] = "start_subprocess"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFromTask(Once):
    """Start the process that somebody runs from a task."""

    execution_id: ExecutionId
    ref: ActivityRef
    child: ExecutionId
    kind: Literal["start_from_task"] = "start_from_task"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.child)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleParent(Once):
    """Tell the activity that runs it how a child ended."""

    execution_id: ExecutionId
    """The child."""
    parent_id: ExecutionId
    kind: Literal["settle_parent"] = "settle_parent"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.execution_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowParent(Refresh):
    """Bring a child in line with what its parent is now: left, failing, paused, or none of these.

    It looks at both when it is paid, so any number of changes come to the last of them.
    """

    execution_id: ExecutionId
    """The child."""
    parent_id: ExecutionId
    kind: Literal["follow_parent"] = "follow_parent"

    @property
    def key(self) -> str:
        return effect_key(self.kind, self.execution_id)
