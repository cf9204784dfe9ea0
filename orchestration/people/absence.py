"""An absence: who is away until when, and who acts in their place."""

from __future__ import annotations

from datetime import datetime

from orchestration.values import Frozen, UserId


class Absence(Frozen):
    """One person's; there is at most one at a time."""

    person: UserId
    until: datetime
    substitute: UserId | None = None
    """Who is asked in their place; None: they stay asked, and the card says that they are away."""
    since: datetime
    """When it was said; tells this absence from an earlier one."""
    by: UserId
    """Who said so: the person, or an administrator."""
