"""What may be remembered between transactions: process versions, plans, whole executions.

Nothing enters before the transaction that found it has ended well, so a rollback leaves no trace.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from orchestration.catalogue.model import StoreVersion
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import Plan
from orchestration.processes.model import ProcessVersion
from orchestration.values import ExecutionId, ProcessId

K = TypeVar("K")
V = TypeVar("V")
VersionKey = tuple[ProcessId, int]
StoreKey = tuple[str, int]


class Bounded(Generic[K, V]):
    """A map that forgets what was used longest ago, once its weights add up to too much."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, weight: int) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = (value, weight)
            self._weight += weight
            while self._weight > self._most:
                self._drop(next(iter(self._kept)))

    def drop(self, key: K) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: K) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._weight -= dropped[1]

    @property
    def weight(self) -> int:
        return self._weight


@dataclass(slots=True)
class Found:
    """What one transaction read or wrote, remembered if it ends well."""

    versions: dict[VersionKey, ProcessVersion] = field(default_factory=dict)
    plans: dict[VersionKey, Plan] = field(default_factory=dict)
    store: dict[StoreKey, StoreVersion] = field(default_factory=dict)
    loaded: dict[ExecutionId, ProcessExecution] = field(default_factory=dict)
    """As they were committed before."""
    saved: dict[ExecutionId, ProcessExecution] = field(default_factory=dict)


class Caches:
    """Shared by all transactions of a database; weighed in activities."""

    def __init__(self, activities: int) -> None:
        self.versions: Bounded[VersionKey, ProcessVersion] = Bounded(activities)
        self.plans: Bounded[VersionKey, Plan] = Bounded(activities)
        self.store: Bounded[StoreKey, StoreVersion] = Bounded(activities)
        self.executions: Bounded[ExecutionId, ProcessExecution] = Bounded(activities)

    def remember(self, found: Found) -> None:
        """After the commit returned, or after a read."""
        for key, version in found.versions.items():
            self.versions.put(key, version, 1 + len(version.process.by_ref))
        for key, plan in found.plans.items():
            self.plans.put(key, plan, 1 + len(plan.activities))
        for name, kept in found.store.items():
            self.store.put(name, kept, 1)
        for execution in (found.loaded | found.saved).values():
            self._remember_execution(execution)

    def remember_committed(self, found: Found) -> None:
        """After a rollback: only what was there before."""
        for execution in found.loaded.values():
            self._remember_execution(execution)

    def doubt(self, found: Found) -> None:
        """After a commit that did not return: nobody knows which version the rows have."""
        for execution_id in found.saved:
            self.executions.drop(execution_id)

    def _remember_execution(self, execution: ProcessExecution) -> None:
        known = self.executions.get(execution.id)
        if known is None or known.version < execution.version:
            self.executions.put(execution.id, execution, 1 + len(execution.plan.activities))
