"""What happens to a release as a whole: it starts, people change, it is ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.state.acting import Away
from orchestration.execution.state.activity_execution import Skipping
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.values import ActivityRef, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionStarted:
    at: datetime
    by: UserId
    members: Mapping[str, tuple[UserId, ...]]
    """Everyone the process names, by role key, group id or user id."""
    facts: ReleaseFacts = field(default_factory=ReleaseFacts)
    away: Mapping[UserId, Away] = field(default_factory=dict[UserId, Away])
    """Of them, those who are away."""
    backed_up: frozenset[str] = frozenset()
    """The role keys among them for which the role's backup is asked."""
    left_out: Mapping[ActivityRef, Skipping] = field(default_factory=dict[ActivityRef, Skipping])
    """What was done before, elsewhere: it is skipped when its turn comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionAborted:
    at: datetime
    by: UserId
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersChanged:
    """A role or group has other people now, or somebody left or came back.

    Open tasks ask those who are there from here on.
    """

    at: datetime
    members: Mapping[str, tuple[UserId, ...]]
    away: Mapping[UserId, Away] = field(default_factory=dict[UserId, Away])
    """Of them, those who are away."""
    backed_up: frozenset[str] = frozenset()
    """The role keys among them for which the role's backup is asked."""
