"""What people want for themselves: one row for each who ever said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, false, select

from orchestration.values import UserId
from storage.people_tables import preferences

if TYPE_CHECKING:
    from storage.scope import Scope

# Every transition that asks somebody sends it.
_WITHOUT = select(preferences.c.person).where(
    preferences.c.direct_messages == false(),
    preferences.c.person.in_(bindparam("people", expanding=True)),
)


class SqlPreferences:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def want_direct_messages(self, person: UserId, *, wanted: bool) -> None:
        self._scope.replace(preferences, [{"person": person, "direct_messages": wanted}])

    def without_direct_messages(self, people: Iterable[UserId]) -> frozenset[UserId]:
        found = self._scope.connection.execute(_WITHOUT, {"people": list(people)})
        return frozenset(UserId(each) for each in found.scalars())
