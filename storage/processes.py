"""Published processes: immutable versions, and the counter of each one's release references."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, insert, select, update

from orchestration.catalogue.taking import store_then
from orchestration.errors import Rejected
from orchestration.execution.state.plan import Plan, compile_plan
from orchestration.ports import ProcessSummary, PublishedVersion, StoreRepository
from orchestration.processes.model import Process, ProcessVersion
from orchestration.values import ProcessId, UserId
from storage import formats
from storage.reference_keys import take_key, unused_key
from storage.tables import process_versions, processes

if TYPE_CHECKING:
    from storage.scope import Scope


class SqlProcesses:
    def __init__(self, scope: Scope, store: StoreRepository) -> None:
        self._scope = scope
        self._store = store
        self._connection = scope.connection

    def publish(
        self,
        process: Process,
        *,
        by: UserId,
        at: datetime,
        store: Mapping[str, int] | None = None,
    ) -> ProcessVersion:
        query = select(processes.c.latest).where(processes.c.id == process.id)
        latest = self._connection.execute(
            self._scope.locked(query, process.id)
        ).scalar_one_or_none()
        if latest is None:
            key = unused_key(self._connection, process.name)
            take_key(self._connection, key)
            self._connection.execute(
                insert(processes).values(
                    id=process.id,
                    reference_key=key,
                    last_reference=0,
                    latest=1,
                )
            )
        else:
            self._connection.execute(
                update(processes).where(processes.c.id == process.id).values(latest=latest + 1)
            )
        published = ProcessVersion(
            process=process, version=(latest or 0) + 1, store=dict(store or {})
        )
        self._connection.execute(
            insert(process_versions).values(
                process_id=process.id,
                version=published.version,
                name=process.name,
                published_by=by,
                published_at=at,
                document=formats.PROCESS.dump(process),
                store=json.dumps(published.store, sort_keys=True),
            )
        )
        return published

    def latest(self, process_id: ProcessId) -> ProcessVersion:
        query = select(processes.c.latest).where(processes.c.id == process_id)
        latest = self._connection.execute(query).scalar_one_or_none()
        if latest is None:
            raise _no_process(process_id)
        return self.version(process_id, latest)

    def version(self, process_id: ProcessId, version: int) -> ProcessVersion:
        key = (process_id, version)
        found = self._scope.found.versions.get(key) or self._scope.caches.versions.get(key)
        if found is None:
            query = select(process_versions.c.document, process_versions.c.store).where(
                process_versions.c.process_id == process_id,
                process_versions.c.version == version,
            )
            row = self._connection.execute(query).one_or_none()
            if row is None:
                raise _no_process(process_id, version)
            found = ProcessVersion(
                process=formats.PROCESS.load(row.document),
                version=version,
                store=json.loads(row.store),
            )
            self._scope.found.versions[key] = found
        return found

    def plan(self, process_id: ProcessId, version: int) -> Plan:
        key = (process_id, version)
        plan = self._scope.found.plans.get(key) or self._scope.caches.plans.get(key)
        if plan is None:
            kept = self.version(process_id, version)
            plan = compile_plan(kept, store_then(self._store, kept))
            self._scope.found.plans[key] = plan
        return plan

    def list(self) -> Sequence[ProcessSummary]:
        found = self._connection.execute(_SUMMARIES)
        return sorted(map(_summary, found), key=lambda each: (each.name.casefold(), each.id))

    def find(self, process_id: ProcessId) -> ProcessSummary | None:
        row = self._connection.execute(_SUMMARIES.where(processes.c.id == process_id)).one_or_none()
        return _summary(row) if row else None

    def history(self, process_id: ProcessId, *, limit: int) -> Sequence[PublishedVersion]:
        kept = process_versions.c
        found = self._connection.execute(
            select(kept.version, kept.name, kept.published_at, kept.published_by)
            .where(kept.process_id == process_id)
            .order_by(kept.version.desc())
            .limit(limit)
        )
        return [PublishedVersion.model_validate(row._asdict()) for row in found]

    def archive(self, process_id: ProcessId, *, by: UserId | None, at: datetime) -> None:
        self._connection.execute(
            update(processes)
            .where(processes.c.id == process_id)
            .values(archived_by=by, archived_at=at if by else None)
        )

    def next_reference(self, process_id: ProcessId) -> str:
        raised = self._connection.execute(
            update(processes)
            .where(processes.c.id == process_id)
            .values(last_reference=processes.c.last_reference + 1)
            .returning(processes.c.reference_key, processes.c.last_reference)
        ).one_or_none()
        if raised is None:
            raise _no_process(process_id)
        return f"{raised.reference_key}-{raised.last_reference}"


_SUMMARIES = (
    select(processes.c.id, processes.c.reference_key, processes.c.archived_by, process_versions)
    .join(process_versions, process_versions.c.process_id == processes.c.id)
    .where(process_versions.c.version == processes.c.latest)
)


def _summary(row: Row[Any]) -> ProcessSummary:
    return ProcessSummary(
        id=ProcessId(row.id),
        name=row.name,
        reference_key=row.reference_key,
        version=row.version,
        published_at=row.published_at,
        published_by=UserId(row.published_by),
        archived_by=UserId(row.archived_by) if row.archived_by else None,
    )


def _no_process(process_id: ProcessId, version: int | None = None) -> Rejected:
    which = f"process `{process_id}`" if version is None else f"version {version} of `{process_id}`"
    return Rejected(f"There is no {which} here. `/release processes` lists them.")
