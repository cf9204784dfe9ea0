"""Who waits for which release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, insert, or_, select

from orchestration.ports.turns import Waiter
from orchestration.values import ExecutionId, ProcessId, ReleaseId
from storage.turn_tables import release_waiters as kept

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlWaiters:
    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def put(self, execution_id: ExecutionId, phase: str, waiters: Sequence[Waiter]) -> None:
        self._connection.execute(
            delete(kept).where(kept.c.execution_id == execution_id, kept.c.phase == phase)
        )
        rows = [{**each.model_dump(), "number": n} for n, each in enumerate(waiters)]
        if rows:
            self._connection.execute(insert(kept), rows)

    def of(self, execution_id: ExecutionId, phase: str) -> Sequence[Waiter]:
        return self._found(
            select(kept).where(kept.c.execution_id == execution_id, kept.c.phase == phase)
        )

    def waiting_for(self, release_id: ReleaseId, process_id: ProcessId) -> Sequence[Waiter]:
        return self._found(
            select(kept).where(
                or_(kept.c.target_release == release_id, kept.c.target_process == process_id)
            )
        )

    def of_release(self, release_id: ReleaseId) -> Sequence[Waiter]:
        return self._found(select(kept).where(kept.c.release_id == release_id))

    def _found(self, query: Select[Any]) -> Sequence[Waiter]:
        ordered = query.order_by(kept.c.execution_id, kept.c.phase, kept.c.number)
        rows = self._connection.execute(ordered).mappings()
        return [
            Waiter.model_validate({k: v for k, v in row.items() if k != "number"}) for row in rows
        ]
