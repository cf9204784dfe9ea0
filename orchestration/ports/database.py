"""The one seam between async edges and synchronous storage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from orchestration.ports.absences import AbsenceRepository
from orchestration.ports.calendars import CalendarRepository
from orchestration.ports.call_counts import CallCounts
from orchestration.ports.digests import DigestRepository
from orchestration.ports.feeds import FeedRepository
from orchestration.ports.freezes import FreezeRepository
from orchestration.ports.groups import GroupRepository
from orchestration.ports.input_sets import InputSetRepository
from orchestration.ports.live import LiveRegister
from orchestration.ports.model_calls import ModelCalls
from orchestration.ports.outside import Clock
from orchestration.ports.owed import OwedWork
from orchestration.ports.preferences import PreferenceRepository
from orchestration.ports.records import (
    AuditLog,
    PictureRepository,
    PostingRepository,
    TextRepository,
)
from orchestration.ports.repositories import (
    DirectoryRepository,
    DraftRepository,
    ExecutionRepository,
    ProcessRepository,
    ReleaseRepository,
    RoleRepository,
    StoreRepository,
)
from orchestration.ports.turns import ResourceRepository, WaiterRepository

T = TypeVar("T")


class Transaction(Protocol):
    """All repositories over one database transaction."""

    @property
    def clock(self) -> Clock:
        """The time that this database's rows are due and leased by."""
        ...

    @property
    def drafts(self) -> DraftRepository: ...
    @property
    def processes(self) -> ProcessRepository: ...
    @property
    def store(self) -> StoreRepository: ...
    @property
    def input_sets(self) -> InputSetRepository: ...
    @property
    def releases(self) -> ReleaseRepository: ...
    @property
    def freezes(self) -> FreezeRepository: ...
    @property
    def groups(self) -> GroupRepository: ...
    @property
    def calendars(self) -> CalendarRepository: ...
    @property
    def digests(self) -> DigestRepository: ...
    @property
    def feeds(self) -> FeedRepository: ...
    @property
    def executions(self) -> ExecutionRepository: ...
    @property
    def roles(self) -> RoleRepository: ...
    @property
    def directory(self) -> DirectoryRepository: ...
    @property
    def absences(self) -> AbsenceRepository: ...
    @property
    def preferences(self) -> PreferenceRepository: ...
    @property
    def postings(self) -> PostingRepository: ...
    @property
    def pictures(self) -> PictureRepository: ...
    @property
    def live(self) -> LiveRegister: ...
    @property
    def model_calls(self) -> ModelCalls: ...
    @property
    def waiters(self) -> WaiterRepository: ...
    @property
    def resources(self) -> ResourceRepository: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def texts(self) -> TextRepository: ...
    @property
    def owed(self) -> OwedWork: ...
    @property
    def calls(self) -> CallCounts: ...


class Database(Protocol):
    """The one seam between async edges and synchronous storage."""

    async def transact(
        self, work: Callable[[Transaction], T], *, urgent: bool = False, name: str = ""
    ) -> T:
        """Run `work` in a thread and commit; run it again when someone else was first.

        `urgent` (clicks) goes ahead of what merely waits (a worker's settlements). `work` may
        run more than once and must touch nothing but its transaction. What it raises rolls back
        and is raised here.
        """
        ...

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Its read-only sibling: one snapshot; writing raises."""
        ...
