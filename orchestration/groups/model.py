"""A release group: releases of one process, made on a cadence."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from orchestration.releases.model import ReleaseType
from orchestration.scheduling.cadence import Cadence
from orchestration.values import ChannelId, Frozen, ProcessId, ReleaseGroupId, UserId

LEAD_TIME: Final = timedelta(days=14)
START_WITHIN: Final = timedelta(hours=4)
GRACE: Final = timedelta(hours=24)
NAME_TEMPLATE: Final = "{{ group }} {{ date | format('%G-W%V') }}"


class VersionKind(StrEnum):
    SEMVER_MAJOR = "semver major"
    SEMVER_MINOR = "semver minor"
    SEMVER_PATCH = "semver patch"
    CALVER = "calver"
    MANUAL = "manual"
    """Whoever starts it says the version."""


class VersionRule(Frozen):
    """How the version of an occurrence follows from the one before it."""

    kind: VersionKind = VersionKind.MANUAL
    pattern: str = ""
    """Of `calver`: `YYYY.0M.MICRO`, in the words of https://calver.org."""
    first: str = ""
    """The version of the first occurrence; empty: what the rule gives after 0."""


class OwnerRotation(Frozen):
    """Who owns which occurrence: each in turn, in this order, over and over."""

    owners: Annotated[tuple[UserId, ...], Field(min_length=1)]
    turn: int = 0
    """How many occurrences were given an owner: the next one has `owners[turn % len(owners)]`."""

    def in_turn(self, turn: int) -> tuple[UserId, ...]:
        """Whose turn it is, then who follows."""
        first = turn % len(self.owners)
        return (*self.owners[first:], *self.owners[:first])


class GroupPause(Frozen):
    by: UserId
    at: datetime
    reason: str = ""


class GroupTrouble(Frozen):
    """Why the clock could make nothing for a group, as it was told to its owner."""

    reason: str
    at: datetime


class GroupSettings(Frozen):
    """What people say of a group, in its form (product.md section 3)."""

    name: str
    process_id: ProcessId
    input_set: str | None = None
    inputs: dict[str, str] = Field(default_factory=dict)
    """Values that win over the input set's."""
    cadence: Cadence | None = None
    """None: its releases are made by hand."""
    channel: ChannelId
    auto_start: bool = False
    """An occurrence starts by itself at its time; otherwise its owner is asked."""
    lead_time: timedelta = LEAD_TIME
    """How early an occurrence is made."""
    start_within: timedelta = START_WITHIN
    """An occurrence that nobody started so long after its time is missed."""
    grace: timedelta = GRACE
    """What became due while nothing ran is made on return if it is no older; else it is missed."""
    expected_duration: timedelta | None = None
    name_template: str = NAME_TEMPLATE
    version_rule: VersionRule = VersionRule()
    rotation: OwnerRotation
    backup: UserId | None = None
    type: ReleaseType = ReleaseType.STANDARD
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str = ""
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    colour: str = ""
    """`#rrggbb`; empty: one is made from its id."""
    hotfix_process: ProcessId | None = None
    resumes_by_itself: bool = False
    """After a freeze, where the hold was under 24 hours and it is working time."""


class ReleaseGroup(GroupSettings):
    """What the releases of a group have in common, and how far they are made."""

    id: ReleaseGroupId
    reference_key: str
    """The letters of its releases' references: `PAY`; no process and no other group has them."""
    made_until: datetime | None = None
    """Every occurrence due up to this moment was made or left out."""
    looks_at: datetime | None = None
    """When the clock has something to do for it; None: never, as it is."""
    pause: GroupPause | None = None
    archived_by: UserId | None = None
    created_by: UserId
    created_at: datetime
    passed_over: tuple[UserId, ...] = ()
    """Deactivated people of its rotation of whom was told that others take their turns."""
    trouble: GroupTrouble | None = None
    """Why nothing could be made the last time that the clock looked."""
    revision: int = 0
    """The stored row's version; 0 before the first save."""
    edited_at: datetime | None = None
    """When somebody changed what its form shows; None: it is as it was made."""

    @property
    def edition(self) -> str:
        """What its form showed: another one as soon as somebody changed that. The row's revision is
        raised by the clock too.
        """
        said = self.settings.model_dump_json().encode()
        return hashlib.blake2b(said, digest_size=8).hexdigest()

    @property
    def settings(self) -> GroupSettings:
        """What its form shows."""
        kept = {name: getattr(self, name) for name in GroupSettings.model_fields}
        return GroupSettings.model_construct(**kept)
