"""The time zone somebody is in, looked up."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from orchestration.people import working_time
from orchestration.ports import Transaction
from orchestration.values import UserId


def zone_of(tx: Transaction, person: UserId) -> ZoneInfo:
    """As their profile in the workspace says; UTC where nobody knows it."""
    return working_time.zone_of(tx.directory.people([person]).get(person))
