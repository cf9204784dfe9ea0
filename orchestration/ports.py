"""The ports: what the core needs from storage and from the outside, and what it may rely on.

`tests/contracts/` holds every adapter of a port to the sentences written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from orchestration.effects import Effect
from orchestration.execution.model import ManualTask, ProcessExecution
from orchestration.people.model import Person, Role, UserGroup
from orchestration.processes.draft import Draft
from orchestration.processes.model import Process, ProcessVersion
from orchestration.processes.proposal import ProcessDraft
from orchestration.read_models.cards import Card, HomeCard
from orchestration.releases.model import Release
from orchestration.values import (
    ChannelId,
    DraftId,
    ExecutionId,
    Frozen,
    GroupId,
    ProcessId,
    ReleaseId,
    UserId,
)

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...


# ------------------------------------------------------------------ storage


class DraftRepository(Protocol):
    def add(self, draft: Draft) -> bool:
        """Keep a new draft; False, and nothing changed, where its id is known already."""
        ...

    def find(self, draft_id: DraftId) -> Draft | None: ...

    def get(self, draft_id: DraftId) -> Draft:
        """The draft, its row locked; raises `Rejected` where there is none."""
        ...

    def save(self, draft: Draft) -> Draft:
        """Write it as revision + 1 and return that; raises `StaleExecution` if another was first."""
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


class ProcessRepository(Protocol):
    def publish(self, process: Process, *, by: UserId, at: datetime) -> ProcessVersion:
        """Keep it as the next version of its id; a kept version never changes."""
        ...

    def latest(self, process_id: ProcessId) -> ProcessVersion:
        """Raises `Rejected` where the process does not exist."""
        ...

    def version(self, process_id: ProcessId, version: int) -> ProcessVersion:
        """One version; cached, since it never changes."""
        ...

    def list(self) -> Sequence[ProcessSummary]:
        """Every process by its latest version, ordered by name."""
        ...

    def next_reference(self, process_id: ProcessId) -> str:
        """The next unused reference of the process's releases: `WEB-1`, `WEB-2` …"""
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
        """Write it as revision + 1 and return that; raises `StaleExecution` if another was first."""
        ...

    def unfinished(self, *, channel: ChannelId | None = None) -> Sequence[Release]:
        """Scheduled, running and paused ones, soonest first."""
        ...

    def recent(self, *, channel: ChannelId | None = None, limit: int = 10) -> Sequence[Release]:
        """Those that ended last, latest first."""
        ...


class ExecutionRepository(Protocol):
    def add(self, execution: ProcessExecution) -> None: ...

    def get(self, execution_id: ExecutionId) -> ProcessExecution:
        """The execution, its row locked until the transaction ends; raises `Rejected` if unknown."""
        ...

    def save(self, after: ProcessExecution) -> None:
        """Write the rows it says it changed, or raise `StaleExecution` and write nothing."""
        ...

    def open_tasks_of(self, person: UserId) -> Sequence[tuple[ExecutionId, ManualTask]]:
        """The person's inbox: open tasks of running executions, oldest first; an indexed query."""
        ...

    def on_hold(self) -> Sequence[tuple[ExecutionId, str]]:
        """Every activity on hold, as execution and place, oldest first; an indexed query."""
        ...

    def asking(self, member: str) -> Sequence[ExecutionId]:
        """Running executions whose process names this role key, group id or user id."""
        ...


class RoleRepository(Protocol):
    def bind(self, role: Role) -> None: ...

    def all(self) -> Mapping[str, Role]:
        """Every role by its key."""
        ...


class DirectoryRepository(Protocol):
    def save_people(self, people: Iterable[Person], *, at: datetime) -> None: ...

    def save_groups(self, groups: Iterable[UserGroup], *, at: datetime) -> None: ...

    def people(self, ids: Iterable[UserId]) -> Mapping[UserId, Person]:
        """Those of them that are known."""
        ...

    def groups(self, ids: Iterable[GroupId]) -> Mapping[GroupId, UserGroup]: ...

    def admins(self) -> Sequence[Person]:
        """The workspace's admins who are not deactivated, ordered by id."""
        ...

    def learned_at(self) -> datetime | None:
        """When the whole directory was last fetched."""
        ...


class Posting(Frozen):
    """One message of ours on Slack."""

    subject: str
    """The key of the effect that owes it."""
    channel: ChannelId
    ts: str
    thread_ts: str = ""


class PostingRepository(Protocol):
    """Where our messages lie; apart from the aggregates, since only the messenger needs it."""

    def find(self, subject: str) -> Posting | None: ...

    def put(self, posting: Posting) -> None: ...

    def at(self, channel: ChannelId, ts: str) -> Posting | None:
        """What we posted there: how a thread implies its release."""
        ...


class AuditEntry(Frozen):
    """One accepted decision, hashed with the entry before it in the same chain."""

    chain: str
    """The aggregate it belongs to: an execution, a draft, a release, `roles`."""
    number: int
    at: datetime
    actor: str
    actor_name: str
    """As it was at the time."""
    through: str
    """The role, group or right through which the actor was eligible."""
    door: str
    """`slack`, `pipeline`, `clock` or `cli`."""
    action: str
    subject: str
    before: str
    after: str
    text_id: str
    text_hash: str
    previous: str
    hash: str


class Decision(Frozen):
    """What the audit is told; the chain adds number, names and hashes."""

    chain: str
    at: datetime
    actor: str
    through: str = ""
    door: str
    action: str
    subject: str = ""
    before: str = ""
    after: str = ""
    text_id: str = ""


class AuditLog(Protocol):
    """Append-only; written in the decision's own transaction."""

    def append(self, decision: Decision) -> None: ...

    def entries(self, chains: Sequence[str]) -> Sequence[AuditEntry]:
        """The entries of these chains, by time and number."""
        ...

    def faults(self) -> Sequence[str]:
        """Every break of a chain, in words: a changed, missing or reordered entry."""
        ...


class TextRepository(Protocol):
    """Free text of people, apart from what refers to it, so that it can be erased."""

    def keep(self, text_id: str, body: str) -> None:
        """Keep it with a salt of its own; the same id twice keeps the first."""
        ...

    def bodies(self, text_ids: Iterable[str]) -> Mapping[str, str]:
        """Those that are known and not erased; the empty id is never asked for."""
        ...

    def erase(self, text_id: str) -> None:
        """Forget body and salt; entries that hash it stay verifiable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something owed that one worker holds until its lease ends."""

    id: int
    effect: Effect
    tries: int
    """Deliveries so far, this one included; more than 1: look before doing it again."""
    wanted: int
    """For a refresh: what was asked for when it was claimed."""
    owed_at: datetime
    first_tried_at: datetime
    claimed_by: str


class OwedRow(Frozen):
    """Something owed, for `drumbeat owed list`."""

    id: int
    key: str
    state: str
    tries: int
    due_at: datetime
    reason: str


class OwedWork(Protocol):
    """What is owed to the outside; written in the transaction that owes it.

    The same key owed twice is one row: a one-time effect stays as it was, paid or not, and a
    standing one has `wanted` raised. Two transactions owing the same key at once both commit.
    """

    def owe(self, effects: Iterable[Effect], *, at: datetime) -> None:
        """Due at once, at the effect's own `due_at`, or its `spacing` after the last payment."""
        ...

    def claim(self, worker: str, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Claim]:
        """Take due rows that nobody holds, urgent ones first; `tries` is raised in the same write.

        A row whose lease has ended is nobody's. Kinds this version does not know are left alone.
        """
        ...

    def settle(self, claim: Claim, *, now: datetime) -> bool:
        """Paid: a one-time row is done, a standing one stays due while `wanted` is above the claim.

        False, and nothing changed, where the claim is no longer the worker's.
        """
        ...

    def postpone(self, claim: Claim, *, until: datetime, reason: str) -> bool:
        """Not yet: due again then; keeps `tries`. False as in `settle`."""
        ...

    def stick(self, claim: Claim, *, reason: str, now: datetime) -> bool:
        """It failed for good: kept, never claimed until someone retries it. False as in `settle`."""
        ...

    def next_due_at(self) -> datetime | None:
        """When the earliest row that nobody holds is due, or the earliest lease ends."""
        ...

    def rows(self, *, state: str | None = None) -> Sequence[OwedRow]:
        """Rows that are `due`, `held`, `stuck` or (only when asked for) `done`."""
        ...

    def retry(self, row_id: int, *, now: datetime) -> bool:
        """Make a stuck row due again; False where it is not stuck."""
        ...

    def drop(self, row_id: int) -> bool:
        """Give up a stuck row for good: kept as `dropped`; False where it is not stuck."""
        ...


class Transaction(Protocol):
    """All repositories over one database transaction."""

    @property
    def drafts(self) -> DraftRepository: ...
    @property
    def processes(self) -> ProcessRepository: ...
    @property
    def releases(self) -> ReleaseRepository: ...
    @property
    def executions(self) -> ExecutionRepository: ...
    @property
    def roles(self) -> RoleRepository: ...
    @property
    def directory(self) -> DirectoryRepository: ...
    @property
    def postings(self) -> PostingRepository: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def texts(self) -> TextRepository: ...
    @property
    def owed(self) -> OwedWork: ...


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


# ------------------------------------------------------------------ the outside


class Posted(Frozen):
    channel: ChannelId
    ts: str


class Messenger(Protocol):
    """The chat workspace as a place to say things.

    Every call may raise `Transient` or `Permanent`. `post` is never retried inside: the caller
    looks with `find` first, because only the caller knows whether an earlier try is in doubt.
    """

    async def post(
        self,
        channel: ChannelId,
        card: Card,
        *,
        key: str,
        thread_ts: str = "",
        broadcast: bool = False,
    ) -> Posted:
        """Post a new message that carries `key`; an id of a person means their DM."""
        ...

    async def update(self, posted: Posted, card: Card) -> None:
        """Redraw a message of ours; harmless to repeat."""
        ...

    async def find(
        self, channel: ChannelId, key: str, *, since: datetime, thread_ts: str = ""
    ) -> Posted | None:
        """The message of ours that carries `key`, posted since then; looks at most two pages."""
        ...

    async def dm_of(self, person: UserId) -> ChannelId:
        """The direct conversation with a person."""
        ...

    async def show_home(self, card: HomeCard) -> None:
        """Draw a person's App Home; harmless to repeat."""
        ...


class Workspace(Protocol):
    """The chat workspace as the source of who is who."""

    async def people(self) -> Sequence[Person]: ...

    async def person(self, user_id: UserId) -> Person | None: ...

    async def groups(self) -> Sequence[UserGroup]:
        """Every user group with its members."""
        ...


class Drafted(Frozen):
    """A proposal, and who made it."""

    proposal: ProcessDraft
    drafter: str
    """`outline` or the model's name."""
    note: str = ""
    """What the reader of the draft should know: that no model was asked, or why it failed."""


class ProcessDrafter(Protocol):
    async def draft(self, text: str) -> Drafted:
        """Read a document. Total: any text gives a proposal, at worst one without activities."""
        ...
