"""What releases share: how many may hold it, who does, and who is next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from orchestration.resources.model import Resource, ResourceRequest
from orchestration.values import ExecutionId
from storage.turn_tables import resource_queue, resource_requests, resources

if TYPE_CHECKING:
    from storage.scope import Scope

_THE_ROW = 1


class SqlResources:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._connection = scope.connection

    def lock(self) -> None:
        """Raised and not only locked: a snapshot older than another's change is refused."""
        self._scope.locks("resource_queue")
        raised = update(resource_queue).values(turn=resource_queue.c.turn + 1)
        if self._connection.execute(raised).rowcount == 0:
            self._connection.execute(
                self._scope.adding(resource_queue), {"id": _THE_ROW, "turn": 1}
            )

    def all(self) -> Mapping[str, Resource]:
        rows = self._connection.execute(select(resources).order_by(resources.c.key)).mappings()
        return {
            row["key"]: Resource.model_validate({k: v for k, v in row.items() if k != "key"})
            for row in rows
        }

    def set(self, resource: Resource) -> None:
        self._scope.replace(resources, [{"key": resource.key, **resource.model_dump()}])

    def requests(self) -> Sequence[ResourceRequest]:
        query = select(resource_requests).order_by(
            resource_requests.c.place,
            resource_requests.c.execution_id,
            resource_requests.c.phase,
        )
        return [
            ResourceRequest.model_validate({**row, "uses": json.loads(row["uses"])})
            for row in self._connection.execute(query).mappings()
        ]

    def put(self, request: ResourceRequest) -> None:
        row = {**request.model_dump(), "uses": json.dumps(request.uses)}
        self._scope.replace(resource_requests, [row])

    def drop(self, execution_id: ExecutionId, phase: str) -> None:
        kept = resource_requests.c
        self._connection.execute(
            delete(resource_requests).where(kept.execution_id == execution_id, kept.phase == phase)
        )
