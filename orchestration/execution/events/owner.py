"""A release changes hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from orchestration.execution.state.acting import Away
from orchestration.values import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChanged:
    """What is asked of the release's owner is asked of another from here on."""

    at: datetime
    by: UserId
    owner: UserId
    backup: UserId | None = None
    """Who may act as the owner besides them, and is asked while they are away."""
    away: Mapping[UserId, Away] = field(default_factory=dict[UserId, Away])
    """Of the two, who is away."""
