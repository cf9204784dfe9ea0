"""How often Slack was called: a row for each method, shared by all replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from orchestration.ports import CallCount
from storage.tables import call_budget

if TYPE_CHECKING:
    from storage.scope import Scope

_ROW = select(call_budget).where(call_budget.c.key == bindparam("of"))


class SqlCallCounts:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, key: str) -> CallCount:
        query = self._scope.locked(_ROW, key)
        found = self._scope.connection.execute(query, {"of": key}).mappings().one_or_none()
        if found is None:
            return CallCount()
        return CallCount.model_validate({name: found[name] for name in CallCount.model_fields})

    def put(self, key: str, count: CallCount) -> None:
        self._scope.replace(call_budget, [{"key": key, **count.model_dump()}])
