"""Who is away: one row a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from orchestration.people.absence import Absence
from orchestration.values import UserId
from storage import formats
from storage.people_tables import absences

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlAbsences:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, absence: Absence) -> None:
        row = {
            "person": absence.person,
            "until": absence.until,
            "document": formats.ABSENCE.dump(absence),
        }
        self._scope.replace(absences, [row])

    def find(self, person: UserId) -> Absence | None:
        query = select(absences.c.document).where(absences.c.person == person)
        found = self._scope.connection.execute(query).scalar_one_or_none()
        return formats.ABSENCE.load(found) if found else None

    def end(self, person: UserId) -> None:
        self._scope.connection.execute(delete(absences).where(absences.c.person == person))

    def lasting(self, *, at: datetime) -> Mapping[UserId, Absence]:
        query = select(absences.c.document).where(absences.c.until > at)
        found = self._scope.connection.execute(query.order_by(absences.c.person)).scalars()
        return {each.person: each for each in map(formats.ABSENCE.load, found)}
