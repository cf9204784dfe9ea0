"""What is kept beside the aggregates: postings, the audit chain, people's texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from orchestration.values import (
    ChannelId,
    Frozen,
)

REFUSED_FOR = timedelta(minutes=10)


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


class PictureFile(Frozen):
    """What became of handing one picture to the workspace."""

    page: str
    """The key of what it shows."""
    file: str = ""
    ready: bool = False
    reason: str = ""
    """Why there is none."""
    at: datetime

    def refused_at(self, now: datetime) -> bool:
        """True where it was refused a short while ago: later it is tried once more."""
        return bool(self.reason) and now - self.at < REFUSED_FOR


class PictureRepository(Protocol):
    """Which pictures the workspace has, so that the same one is handed over once."""

    def files(self, pages: Iterable[str]) -> Mapping[str, PictureFile]:
        """Those that are known, by the key of their page."""
        ...

    def put(self, file: PictureFile) -> None: ...


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
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

    def anchor(self, *, at: datetime) -> None:
        """Write where every chain ends into the chain `anchors`; nothing where none has grown."""
        ...

    def entries(self, chains: Sequence[str]) -> Sequence[AuditEntry]:
        """The entries of these chains, by time and number."""
        ...

    def faults(self, chains: Sequence[str] | None = None) -> Sequence[str]:
        """Every break of these chains (None: of all) in words: changed, missing, reordered."""
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
