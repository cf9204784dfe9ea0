"""Where aggregates are kept: one repository each, all within one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from orchestration.catalogue.model import StoreActivity, StoreSummary, StoreVersion
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.plan import Plan
from orchestration.people.model import Grant, Person, Right, Role, UserGroup
from orchestration.processes.draft import Draft
from orchestration.processes.model import Process, ProcessVersion
from orchestration.releases.model import Release
from orchestration.values import (
    ActivityRef,
    ChannelId,
    DraftId,
    ExecutionId,
    Frozen,
    GroupId,
    ProcessId,
    ReleaseGroupId,
    ReleaseId,
    UserId,
)


class DraftRepository(Protocol):
    def add(self, draft: Draft) -> bool:
        """Keep a new draft; False, and nothing changed, where its id is known already."""
        ...

    def find(self, draft_id: DraftId) -> Draft | None: ...

    def get(self, draft_id: DraftId) -> Draft:
        """The draft, its row locked; raises `Rejected` where there is none."""
        ...

    def save(self, draft: Draft) -> Draft:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late."""
        ...

    def open_of(self, author: UserId, *, limit: int) -> Sequence[Draft]:
        """The author's drafts of processes that can be changed, newest first; an indexed query."""
        ...


class ProcessSummary(Frozen):
    """A process as a list shows it."""

    id: ProcessId
    name: str
    reference_key: str
    """The letters of its releases' references: `WEB`."""
    version: int
    published_at: datetime
    published_by: UserId
    archived_by: UserId | None = None
    """Who put it aside, where somebody did."""


class PublishedVersion(Frozen):
    """One version of a process or of an activity of the store, by whom and when."""

    version: int
    name: str
    published_at: datetime
    published_by: UserId


class ProcessRepository(Protocol):
    def publish(
        self,
        process: Process,
        *,
        by: UserId,
        at: datetime,
        store: Mapping[str, int] | None = None,
    ) -> ProcessVersion:
        """Keep it as the next version of its id, with what it takes from the store.

        A kept version never changes.
        """
        ...

    def latest(self, process_id: ProcessId) -> ProcessVersion:
        """Raises `Rejected` where the process does not exist."""
        ...

    def version(self, process_id: ProcessId, version: int) -> ProcessVersion:
        """One version; cached, since it never changes."""
        ...

    def plan(self, process_id: ProcessId, version: int) -> Plan:
        """A version compiled for running, with what it took from the store; cached."""
        ...

    def list(self) -> Sequence[ProcessSummary]:
        """Every process by its latest version, archived ones too, ordered by name."""
        ...

    def find(self, process_id: ProcessId) -> ProcessSummary | None: ...

    def history(self, process_id: ProcessId, *, limit: int) -> Sequence[PublishedVersion]:
        """Its last versions, latest first."""
        ...

    def archive(self, process_id: ProcessId, *, by: UserId | None, at: datetime) -> None:
        """Put it aside, or take it back where `by` is None."""
        ...

    def next_reference(self, process_id: ProcessId) -> str:
        """The next unused reference of the process's releases: `WEB-1`, `WEB-2` …"""
        ...


class StoreRepository(Protocol):
    """The activity store: what is published there never changes and is never lost."""

    def publish(self, activity: StoreActivity, *, by: UserId, at: datetime) -> StoreVersion:
        """Keep it as the next version of its id, also of one that was removed."""
        ...

    def latest(self, activity_id: str) -> StoreVersion:
        """Raises `Rejected` where the store does not have it."""
        ...

    def version(self, activity_id: str, version: int) -> StoreVersion:
        """One version, also of one that was removed; cached, since it never changes."""
        ...

    def list(self) -> Sequence[StoreSummary]:
        """Every activity of the store, deprecated ones too, ordered by name."""
        ...

    def find(self, activity_id: str) -> StoreSummary | None: ...

    def history(self, activity_id: str, *, limit: int) -> Sequence[PublishedVersion]:
        """Its last versions, latest first."""
        ...

    def deprecate(
        self, activity_id: str, *, by: UserId | None, at: datetime, instead: str | None = None
    ) -> None:
        """Say that nothing new should use it, or take that back where `by` is None."""
        ...

    def remove(self, activity_id: str, *, by: UserId, at: datetime) -> None:
        """Take it out of the store; its versions stay for the releases that ran them."""
        ...


class ReleaseRepository(Protocol):
    def add(self, release: Release) -> bool:
        """Keep a new release; False, and nothing changed, where its id is known already."""
        ...

    def find(self, release_id: ReleaseId) -> Release | None: ...

    def get(self, release_id: ReleaseId) -> Release:
        """The release, its row locked; raises `Rejected` where there is none."""
        ...

    def find_by_reference(self, reference: str) -> Release | None:
        """By `WEB-12`, in any case."""
        ...

    def save(self, release: Release) -> Release:
        """Write it as revision + 1 and return that; raises `StaleExecution` if late."""
        ...

    def unfinished(self, *, channel: ChannelId | None = None) -> Sequence[Release]:
        """Scheduled, running and paused ones, soonest first."""
        ...

    def between(self, begins: datetime, ends: datetime) -> Sequence[Release]:
        """What the calendar shows of that time, soonest first; an indexed query."""
        ...

    def find_slot(self, group_id: ReleaseGroupId, slot: datetime) -> Release | None:
        """The one occurrence of a group with this name; `slot` is local and has no zone."""
        ...

    def of_group(
        self, group_id: ReleaseGroupId, *, after: datetime, limit: int
    ) -> Sequence[Release]:
        """The group's that begin after a moment, soonest first."""
        ...

    def latest_of_group(self, group_id: ReleaseGroupId, *, limit: int) -> Sequence[Release]:
        """So many of the group's, those that begin last first."""
        ...

    def last_of_group(self, group_id: ReleaseGroupId) -> Release | None:
        """The group's that begins last of all."""
        ...

    def last_succeeded(self, process_id: ProcessId) -> Release | None:
        """Of this process, the one that succeeded last, in part or whole."""
        ...

    def recent(self, *, channel: ChannelId | None = None, limit: int = 10) -> Sequence[Release]:
        """Those that ended last, latest first."""
        ...


class ExecutionRepository(Protocol):
    def add(self, execution: ProcessExecution) -> None: ...

    def get(self, execution_id: ExecutionId) -> ProcessExecution:
        """The execution, its row locked to the end; raises `Rejected` if unknown."""
        ...

    def find(self, execution_id: ExecutionId) -> ProcessExecution | None:
        """As `get`; None where it was never started."""
        ...

    def of_release(self, release_id: ReleaseId) -> Sequence[ExecutionId]:
        """The release's own execution and every child, at any depth; an indexed query."""
        ...

    def save(self, after: ProcessExecution) -> None:
        """Write the rows it says it changed, or raise `StaleExecution` and write nothing."""
        ...

    def open_tasks_of(self, person: UserId) -> Sequence[tuple[ExecutionId, ManualTask]]:
        """The person's inbox: open tasks of running executions, oldest first; an indexed query."""
        ...

    def turns_of(self, person: UserId) -> Sequence[tuple[ExecutionId, str]]:
        """Phases that wait in vain and are this person's to decide; an indexed query."""
        ...

    def holds_of(self, person: UserId, *, limit: int) -> Sequence[tuple[ExecutionId, ActivityRef]]:
        """What is on hold in running executions and is this person's to decide, oldest first.

        The task of whoever owns the activity, and of the release's owner; an indexed query.
        """
        ...

    def asking(self, member: str) -> Sequence[ExecutionId]:
        """Running executions whose process names this role key, group id or user id."""
        ...


class RoleRepository(Protocol):
    def bind(self, role: Role) -> None: ...

    def all(self) -> Mapping[str, Role]:
        """Every role by its key."""
        ...

    def grants(self) -> Sequence[Grant]:
        """Every right that a role was granted, ordered by role."""
        ...

    def grant(self, role: str, rights: Collection[Right], process: ProcessId | None) -> None:
        """Let these be the rights of a role, for the workspace or for one process."""
        ...


class DirectoryRepository(Protocol):
    def save_people(self, people: Iterable[Person], *, at: datetime, whole: bool = False) -> None:
        """Keep these as they are now; `whole` when they are everybody, for `learned_at`."""
        ...

    def save_groups(
        self, groups: Iterable[UserGroup], *, at: datetime, whole: bool = False
    ) -> None:
        """Keep these as they are now; `whole` when there are no others, which are forgotten."""
        ...

    def people(self, ids: Iterable[UserId]) -> Mapping[UserId, Person]:
        """Those of them that are known."""
        ...

    def groups(self, ids: Iterable[GroupId]) -> Mapping[GroupId, UserGroup]: ...

    def all_groups(self) -> Sequence[UserGroup]:
        """Every user group that is known, ordered by id."""
        ...

    def admins(self) -> Sequence[Person]:
        """The workspace's admins who are not deactivated, ordered by id."""
        ...

    def learned_at(self) -> datetime | None:
        """When the whole directory was last fetched."""
        ...
