"""Who acts in a running release: members by name, who of them is away, and whose place is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from orchestration.values import UserId

How = Literal["", "away", "delegated", "reassigned", "backup"]
"""Why somebody is asked whom the process does not name; empty for those it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody is away; `substitute` is there and may act, where there is one."""

    until: datetime
    substitute: UserId | None = None


class Acting(NamedTuple):
    """Whom some names mean at a moment."""

    members: Mapping[str, tuple[UserId, ...]]
    """By role key, group id or user id."""
    away: Mapping[UserId, Away]
    """Of the members, those who are away."""
    backed_up: frozenset[str]
    """The role keys for which the role's backup is asked."""
