"""Where the input store keeps its sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from orchestration.inputs.model import KeptActivitySet, KeptProcessSet, SetLink
from orchestration.values import ProcessId


class InputSetRepository(Protocol):
    """Sets of processes by process and id, sets of activities by id; the last revision of each."""

    def save_process_set(self, kept: KeptProcessSet) -> KeptProcessSet:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late.

        Revision 0 is a new one, late where there is one already.
        """
        ...

    def process_set(self, process_id: ProcessId, set_id: str) -> KeptProcessSet:
        """The set, its row locked; raises `Rejected` where there is none."""
        ...

    def find_process_set(self, process_id: ProcessId, set_id: str) -> KeptProcessSet | None: ...

    def process_sets(self, process_id: ProcessId) -> Sequence[KeptProcessSet]:
        """Those of a process, by name."""
        ...

    def remove_process_set(self, process_id: ProcessId, set_id: str) -> None:
        """Forget it, and what it links."""
        ...

    def save_activity_set(self, kept: KeptActivitySet) -> KeptActivitySet:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late."""
        ...

    def activity_set(self, set_id: str) -> KeptActivitySet:
        """The set, its row locked; raises `Rejected` where there is none."""
        ...

    def find_activity_set(self, set_id: str) -> KeptActivitySet | None: ...

    def activity_sets(self, activity_id: str | None = None) -> Sequence[KeptActivitySet]:
        """Those for a store activity, of any version; without one all of them. By name."""
        ...

    def linked(self, set_ids: Iterable[str]) -> Mapping[str, KeptActivitySet]:
        """Those of them that there are, their rows locked: what a process set links."""
        ...

    def remove_activity_set(self, set_id: str) -> None: ...

    def links_to(self, activity_set_id: str) -> Sequence[SetLink]:
        """Who links it; an indexed query."""
        ...
