"""Where release groups are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from orchestration.groups.model import ReleaseGroup
from orchestration.values import Frozen, ProcessId, ReleaseGroupId


class UnreadableGroup(Frozen):
    """What is known of a group whose document was written by a newer version, or is damaged."""

    id: ReleaseGroupId
    name: str
    process_id: ProcessId


class GroupRepository(Protocol):
    def add(self, group: ReleaseGroup) -> bool:
        """Keep a new group; False, and nothing changed, where its id or key is taken."""
        ...

    def find(self, group_id: ReleaseGroupId) -> ReleaseGroup | None: ...

    def get(self, group_id: ReleaseGroupId) -> ReleaseGroup:
        """The group, its row locked; raises `Rejected` where there is none."""
        ...

    def save(self, group: ReleaseGroup) -> ReleaseGroup:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late."""
        ...

    def list(self) -> Sequence[ReleaseGroup]:
        """Every group that can be read, archived ones too, ordered by name."""
        ...

    def unreadable(self) -> Sequence[UnreadableGroup]:
        """Those whose documents cannot be read, by name: they do not keep the others."""
        ...

    def due(self, now: datetime, *, limit: int) -> Sequence[ReleaseGroupId]:
        """Those whose `looks_at` has come, longest due first; an indexed query."""
        ...

    def next_reference(self, group_id: ReleaseGroupId) -> str:
        """The next unused reference of the group's releases: `PAY-142`."""
        ...

    def last_number(self, group_id: ReleaseGroupId) -> int:
        """The number of the last reference that was given: 142; 0 before the first."""
        ...

    def unused_key(self, name: str) -> str:
        """Letters made from a name that no process and no group has yet: `PAY`."""
        ...

    def put_off(self, group_id: ReleaseGroupId, until: datetime) -> None:
        """Let the clock pass it over until then, also where its document cannot be read."""
        ...
