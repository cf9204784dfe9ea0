"""Who waits for which release, and the queue for what releases share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from orchestration.resources.model import Resource, ResourceRequest
from orchestration.values import ExecutionId, Frozen, ProcessId, ReleaseId


class Waiter(Frozen):
    """A phase that was reached and waits for another release, or for a phase of one."""

    execution_id: ExecutionId
    phase: str
    release_id: ReleaseId
    """Its own."""
    said: str
    """As its process says what it waits for."""
    target_release: ReleaseId | None = None
    target_process: ProcessId | None = None
    """Of the release; or whose running or next release is meant, where there is none yet."""
    target_phase: str | None = None


class WaiterRepository(Protocol):
    def put(self, execution_id: ExecutionId, phase: str, waiters: Sequence[Waiter]) -> None:
        """Let this phase wait for these and no others; for nobody where there are none."""
        ...

    def of(self, execution_id: ExecutionId, phase: str) -> Sequence[Waiter]: ...

    def waiting_for(self, release_id: ReleaseId, process_id: ProcessId) -> Sequence[Waiter]:
        """Who waits for this release, or for one of its process; an indexed query."""
        ...

    def of_release(self, release_id: ReleaseId) -> Sequence[Waiter]:
        """All for which phases of this release wait; an indexed query."""
        ...


class ResourceRepository(Protocol):
    """One queue for all resources: who takes several takes them in one step."""

    def lock(self) -> None:
        """Let nobody else change the queue, nor have changed it unseen, before this commits."""
        ...

    def all(self) -> Mapping[str, Resource]:
        """Those of which somebody said how many may hold them, by key."""
        ...

    def set(self, resource: Resource) -> None: ...

    def requests(self) -> Sequence[ResourceRequest]:
        """Everything that is held or waited for now, by place."""
        ...

    def put(self, request: ResourceRequest) -> None: ...

    def drop(self, execution_id: ExecutionId, phase: str) -> None: ...
