"""Who owns which occurrence: each in turn, and who follows where somebody is away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from orchestration.groups.model import OwnerRotation
from orchestration.values import Frozen, UserId


class Attendance(Frozen):
    """Who can take a turn."""

    away: Mapping[UserId, datetime] = Field(default_factory=dict[UserId, datetime])
    """Until when."""
    gone: frozenset[UserId] = frozenset()
    """Deactivated."""

    def is_there(self, person: UserId, at: datetime) -> bool:
        until = self.away.get(person)
        return person not in self.gone and (until is None or until <= at)


def owner_of(rotation: OwnerRotation, turn: int, at: datetime, attendance: Attendance) -> UserId:
    """Whose turn it is, or the next in order who is there at that time.

    The order is kept: the turn is used up, and whoever took it has their own as well. Where nobody
    is there it stays with whose turn it is.
    """
    in_turn = rotation.in_turn(turn)
    there = (each for each in in_turn if attendance.is_there(each, at))
    not_gone = (each for each in in_turn if each not in attendance.gone)
    return next(there, None) or next(not_gone, in_turn[0])
