"""The cards themselves: plain values that say everything a message needs, and no layout.

People are ids; the adapter that draws a card mentions or names them. Text that people wrote is
carried as it is; the adapter escapes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from orchestration.calendar.page import CalendarPage
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.people.absence import Absence
from orchestration.read_models.after_hotfix import AfterHotfixCard
from orchestration.read_models.ahead_card import AheadCard
from orchestration.read_models.calendar_card import CalendarCard
from orchestration.read_models.digest_card import DigestCard, PersonalDigestCard
from orchestration.read_models.due_card import DueCard
from orchestration.read_models.freeze_card import FreezeCard, FreezeLine
from orchestration.read_models.hold_cards import HoldCard
from orchestration.read_models.process_cards import DifferenceCard, DraftReview, ProcessCard
from orchestration.read_models.revision_card import RevisionCard
from orchestration.read_models.store_proposal import StoreProposal
from orchestration.read_models.task_cards import TaskCard, TasksCard
from orchestration.read_models.turn_card import TurnCard
from orchestration.releases.model import ReleaseLink, ReleaseStatus, ReleaseType
from orchestration.values import (
    Frozen,
    ProcessId,
    ReleaseId,
    UserId,
)


class PhaseLine(Frozen):
    name: str
    status: ActivityStatus
    settled: int
    total: int
    begins_at: datetime | None = None
    """When it begins, where it waits for nothing else."""
    waits_for: tuple[str, ...] = ()
    """What keeps it in other releases, in our own words."""


class AwaitedLine(Frozen):
    """Something a running release waits for."""

    name: str
    status: ActivityStatus
    people: tuple[UserId, ...] = ()
    asked_as: tuple[str, ...] = ()
    since: datetime | None = None
    detail: str = ""
    next_try_at: datetime | None = None
    """When it is tried again by itself."""
    tries: tuple[int, int] = (0, 0)
    depth: int = 0
    """How deep inside other activities it runs."""
    settled: int = 0
    total: int = 0
    """How far the process is that it runs; 0 of 0 where it runs none."""
    begins_at: datetime | None = None
    """When it begins, while the approval that starts it can be undone."""


class SkippedLine(Frozen):
    """Something that was left out, and why."""

    name: str
    reason: str = ""
    by: UserId | None = None
    """Who decided it; None where a condition did."""
    planned: bool = False
    """Its turn has not come yet."""


class EarlyLine(Frozen):
    """A sign-off to come that somebody has given already."""

    name: str
    people: tuple[UserId, ...]


class PauseLine(Frozen):
    """Who stopped a release, and what begins when it goes on."""

    by: UserId
    at: datetime
    line_stopped: bool = False
    reason: str = ""
    holds_back: tuple[str, ...] = ()


class ReleaseCard(Frozen):
    """A release as its living message shows it."""

    release_id: ReleaseId
    reference: str
    title: str
    status: ReleaseStatus
    waiting_for_input: bool = False
    sentence: str
    """For an outsider: where it is, who is awaited since when, what comes next."""
    expected_end: datetime | None = None
    late_by: timedelta | None = None
    """How much later than expected at its start; None in time, or where nobody can say."""
    owner: UserId
    phases: tuple[PhaseLine, ...] = ()
    awaited: tuple[AwaitedLine, ...] = ()
    """What waits for people and what is on hold first, then what runs by itself."""
    awaited_in_all: int = 0
    """How many there are, where these are not all."""
    skipped: tuple[SkippedLine, ...] = ()
    signed_early: tuple[EarlyLine, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    input_set: str = ""
    """The name of the set it follows until it starts, or was started with."""
    open_inputs: tuple[str, ...] = ()
    """What keeps a planned one from starting: `region: …`, `Deploy EU, version: …`."""
    process_name: str
    process_version: int
    scheduled_for: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    settled: int = 0
    total: int = 0
    ended_by: UserId | None = None
    ended_reason: str = ""
    paused: PauseLine | None = None
    frozen: tuple[FreezeLine, ...] = ()
    rolls_back_with: str = ""
    """The name of the process that takes it back, where there is one."""
    type: ReleaseType = ReleaseType.STANDARD
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str = ""
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    links: tuple[ReleaseLink, ...] = ()
    takes: timedelta | None = None
    """How long it is expected to take, said beforehand."""


class ReleaseLine(Frozen):
    """A release in a list."""

    release_id: ReleaseId
    reference: str
    title: str
    status: ReleaseStatus
    waiting_for_input: bool = False
    sentence: str
    late_by: timedelta | None = None
    scheduled_for: datetime | None = None


class SharedRelease(Frozen):
    """How a release stands, told apart from its living message."""

    release_id: ReleaseId
    title: str
    status: ReleaseStatus
    sentence: str
    by: UserId | None = None
    """Who shared it; None in the DM of somebody who watches it."""
    link: str = ""
    """Where its living message is."""


class BoardCard(Frozen):
    """A channel's unfinished releases, those that are late or wait for somebody first."""

    lines: tuple[ReleaseLine, ...] = ()


class HomeCard(Frozen):
    """One person's App Home, and the private answer to a bare `/release`."""

    person: UserId
    tasks: tuple[TaskCard, ...] = ()
    holds: tuple[HoldCard, ...] = ()
    turns: tuple[TurnCard, ...] = ()
    """Phases that wait in vain, for this person to say whether they go on."""
    more_tasks: int = 0
    running: tuple[ReleaseLine, ...] = ()
    more_running: int = 0
    """How many there are beside those listed."""
    planned: tuple[ReleaseLine, ...] = ()
    more_planned: int = 0
    processes: tuple[tuple[ProcessId, str], ...] = ()
    away: Absence | None = None
    """The person's own, while it lasts."""
    direct_messages: bool = True
    """Whether cards come to them as direct messages too."""
    digest: bool = False
    """Whether their own digest is sent to them each day."""
    week: CalendarPage | None = None
    """The calendar of their coming seven days; only App Home shows it."""
    week_file: str = ""
    """Its picture, while it shows the present."""


class AuditLine(Frozen):
    """One decision, as the audit tells it."""

    at: datetime
    by: UserId | None = None
    """None when Drumbeat itself acted."""
    what: str
    """Our own words, such as `approved Validate build`."""
    reason: str = ""
    """What the person wrote, where it was not erased."""


class Notice(Frozen):
    """A sentence or two, said once."""

    text: str
    """Our own words; people in it are written as `{@U012AB3CD}` and drawn as mentions."""
    link: str = ""
    """The address of a message to look at."""


Card = (
    ReleaseCard
    | TaskCard
    | TasksCard
    | HoldCard
    | DraftReview
    | StoreProposal
    | RevisionCard
    | ProcessCard
    | DifferenceCard
    | SharedRelease
    | BoardCard
    | DueCard
    | AfterHotfixCard
    | AheadCard
    | DigestCard
    | PersonalDigestCard
    | CalendarCard
    | TurnCard
    | Notice
    | FreezeCard
)
