"""What is shown of release groups: a line each in a list, and the page of one."""

from __future__ import annotations

from datetime import datetime

from orchestration.groups.model import ReleaseGroup
from orchestration.releases.model import ReleaseStatus
from orchestration.values import Frozen, ReleaseGroupId, ReleaseId, UserId


class GroupLine(Frozen):
    """A group in a list."""

    group_id: ReleaseGroupId
    name: str
    process: str
    cadence: str
    """In words; empty where its releases are made by hand."""
    next_at: datetime | None = None
    next_owner: UserId | None = None
    paused: bool = False
    archived: bool = False
    trouble: bool = False
    """Nothing could be made for it the last time."""


class GroupsPage(Frozen):
    """A page of all groups that somebody may look at, those that are in use first."""

    lines: tuple[GroupLine, ...]
    words: str = ""
    """What their names hold."""
    page: int = 0
    pages: int = 1
    total: int = 0
    may_make: bool = False
    """This person may publish some process, and so make a group of it."""
    unreadable: tuple[str, ...] = ()
    """The names of groups that stand nowhere else: what was kept of them cannot be read."""


class OccurrenceLine(Frozen):
    """One coming occurrence, made or not."""

    at: datetime
    local: datetime
    """By the wall clock of the group's zone."""
    name: str
    version: str
    owner: UserId
    release_id: ReleaseId | None = None
    """None: it is made later."""
    reference: str = ""
    status: ReleaseStatus = ReleaseStatus.SCHEDULED
    touched: bool = False
    moved_from: datetime | None = None
    """The local time of the cadence, where it is due at another."""


class GroupCard(Frozen):
    """The page of a group."""

    group: ReleaseGroup
    process: str
    input_set: str = ""
    hotfix_process: str = ""
    dates: tuple[OccurrenceLine, ...] = ()
    why_no_dates: str = ""
    next_owner: UserId | None = None
    """Who has the turn after those that are planned."""
    may_edit: bool = False
    may_start: bool = False
