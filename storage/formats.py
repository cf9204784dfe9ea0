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

from orchestration.catalogue.model import StoreActivity
from orchestration.effects import Effect, effect_document
from orchestration.errors import Permanent
from orchestration.execution.facts import ReleaseFacts
from orchestration.execution.model import ActivityExecution, ManualTask
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet
from orchestration.people.model import Person, Role, UserGroup
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
    facts: ReleaseFacts = field(default_factory=ReleaseFacts)


DRAFT = Format("draft", TypeAdapter(Draft))
PROCESS = Format("process", TypeAdapter(Process))
STORE_ACTIVITY = Format("store_activity", TypeAdapter(StoreActivity))
RELEASE = Format("release", TypeAdapter(Release))
ACTIVITY = Format("activity", TypeAdapter(ActivityExecution))
TASK = Format("task", TypeAdapter(ManualTask), apart={"sign_offs"})
EXECUTION = Format("execution", TypeAdapter(ExecutionHead))
ROLE = Format("role", TypeAdapter(Role))
PERSON = Format("person", TypeAdapter(Person))
USER_GROUP = Format("user_group", TypeAdapter(UserGroup))
PROCESS_INPUTS = Format("process_inputs", TypeAdapter(KeptProcessSet))
ACTIVITY_INPUTS = Format("activity_inputs", TypeAdapter(KeptActivitySet))
EFFECT: Format[Effect] = Format("effect", effect_document)

ALL: tuple[Format[Any], ...] = (
    DRAFT,
    PROCESS,
    STORE_ACTIVITY,
    RELEASE,
    ACTIVITY,
    TASK,
    EXECUTION,
    ROLE,
    PERSON,
    USER_GROUP,
    PROCESS_INPUTS,
    ACTIVITY_INPUTS,
    EFFECT,
)
