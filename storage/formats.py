"""Stored documents: JSON with its format number, lifted step by step to what the code reads.

A change that older documents do not satisfy raises the kind's format and adds a lift from the one
before; `tests/storage/formats/` keeps a sample of every format that was ever written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from orchestration.calendar.message import CalendarMessage
from orchestration.catalogue.model import StoreActivity
from orchestration.digests.model import Digest
from orchestration.effects import Effect, effect_document
from orchestration.errors import Permanent
from orchestration.execution.state.acting import Away
from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.facts import ReleaseFacts
from orchestration.execution.state.freeze_hold import FreezeHold
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.parent import Parent
from orchestration.execution.state.pause import Pause
from orchestration.execution.state.redo import Redo
from orchestration.execution.state.turn import PhaseTurn
from orchestration.feeds.model import Feed
from orchestration.freezes.model import Freeze
from orchestration.groups.model import ReleaseGroup
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet
from orchestration.people.absence import Absence
from orchestration.people.model import Person, Role, UserGroup
from orchestration.ports import Live
from orchestration.processes.draft import Draft
from orchestration.processes.model import Process
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, UserId

T = TypeVar("T")
Lift = Callable[[dict[str, Any]], dict[str, Any]]


class UnreadableDocument(Permanent):
    """A document of a format this version does not know, or that does not hold what it should."""


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """How one kind of document is written and read."""

    kind: str
    adapter: TypeAdapter[T]
    lifts: Mapping[int, Lift] = field(default_factory=dict)
    """From each older format to the next one."""
    apart: set[str] = field(default_factory=set)
    """Fields that have rows of their own."""

    @property
    def current(self) -> int:
        return 1 + len(self.lifts)

    def dump(self, value: T) -> str:
        body = self.adapter.serializer.to_json(value, exclude=self.apart or None).decode()
        return f'{{"format":{self.current},{body[1:]}'

    def load(self, document: str) -> T:
        """Read any format up to the current one; names it does not know are passed over."""
        try:
            return self.adapter.validate_json(self._lifted(document), extra="ignore")
        except ValueError as error:
            raise UnreadableDocument(f"{self.kind}: {error}") from error

    def _lifted(self, document: str) -> str:
        if document.startswith(f'{{"format":{self.current},'):
            return document
        found: Any = json.loads(document)
        if not isinstance(found, dict):
            raise UnreadableDocument(f"{self.kind}: not a document")
        number = int(found.pop("format", 0))
        if not 1 <= number <= self.current:
            raise UnreadableDocument(f"{self.kind}: unknown format {number}")
        for each in range(number, self.current):
            found = self.lifts[each](found)
        return json.dumps(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionHead:
    """The part of an execution that is not a row per activity or task."""

    owner: UserId
    starter: UserId
    started_at: datetime | None
    ended_at: datetime | None
    reason_id: str
    ended_by: UserId | None
    members: dict[str, tuple[UserId, ...]]
    failed_by: ActivityRef | None = None
    held_until: dict[str, datetime] = field(default_factory=dict)
    pauses: tuple[Pause, ...] = ()
    held_back: dict[str, datetime] = field(default_factory=dict)
    away: dict[UserId, Away] = field(default_factory=dict[UserId, Away])
    backed_up: frozenset[str] = frozenset()
    backup: UserId | None = None
    facts: ReleaseFacts | None = None
    """Of older rows only: they have a row of their own since."""
    redos: tuple[Redo, ...] = ()
    phase_attempts: dict[str, int] = field(default_factory=dict)
    parent: Parent | None = None
    freezes: tuple[FreezeHold, ...] = ()
    turns: dict[str, PhaseTurn] = field(default_factory=dict[str, PhaseTurn])


def _drafts(release: dict[str, Any]) -> dict[str, Any]:
    """A release without a time, that nobody has started, is a draft since format 2."""
    timeless = release.get("status") == "scheduled" and release.get("scheduled_for") is None
    return release | {"status": "draft"} if timeless else release


DRAFT = Format("draft", TypeAdapter(Draft))
PROCESS = Format("process", TypeAdapter(Process))
STORE_ACTIVITY = Format("store_activity", TypeAdapter(StoreActivity))
RELEASE = Format("release", TypeAdapter(Release), lifts={1: _drafts})
FREEZE = Format("freeze", TypeAdapter(Freeze))
GROUP = Format("release_group", TypeAdapter(ReleaseGroup))
ACTIVITY = Format("activity", TypeAdapter(ActivityExecution))
TASK = Format("task", TypeAdapter(ManualTask), apart={"sign_offs"})
EXECUTION = Format("execution", TypeAdapter(ExecutionHead), apart={"facts"})
FACTS = Format("facts", TypeAdapter(ReleaseFacts))
ROLE = Format("role", TypeAdapter(Role))
PERSON = Format("person", TypeAdapter(Person))
USER_GROUP = Format("user_group", TypeAdapter(UserGroup))
ABSENCE = Format("absence", TypeAdapter(Absence))
CALENDAR_MESSAGE = Format("calendar_message", TypeAdapter(CalendarMessage))
DIGEST = Format("digest", TypeAdapter(Digest))
FEED = Format("feed", TypeAdapter(Feed))
LIVE = Format("live", TypeAdapter(Live))
PROCESS_INPUTS = Format("process_inputs", TypeAdapter(KeptProcessSet))
ACTIVITY_INPUTS = Format("activity_inputs", TypeAdapter(KeptActivitySet))
EFFECT: Format[Effect] = Format("effect", effect_document)

ALL: tuple[Format[Any], ...] = (
    DRAFT,
    PROCESS,
    STORE_ACTIVITY,
    RELEASE,
    GROUP,
    FREEZE,
    ACTIVITY,
    TASK,
    EXECUTION,
    FACTS,
    ROLE,
    PERSON,
    USER_GROUP,
    ABSENCE,
    CALENDAR_MESSAGE,
    DIGEST,
    FEED,
    LIVE,
    PROCESS_INPUTS,
    ACTIVITY_INPUTS,
    EFFECT,
)
