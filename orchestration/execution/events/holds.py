"""What people decide about an activity that cannot go on by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from orchestration.values import ActivityRef, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRetried:
    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    """The attempt that is on hold, or waits for its next try; the new one is this plus one."""
    inputs: Mapping[str, JsonValue] = field(default_factory=dict)
    """Given for it and what follows it, over whatever else says them; None takes one back."""
    inputs_id: str = ""
    """The text that says what was changed, for the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityIgnored:
    at: datetime
    by: UserId
    ref: ActivityRef
    attempt: int
    reason_id: str
    outputs: Mapping[str, str] = field(default_factory=dict)
    """What it is taken to have given."""
