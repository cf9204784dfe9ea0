"""What a handler may call, and what it may answer.

A handler calls the outside and answers with what to write once that is done; the worker writes it
together with the settlement, in one transaction. What it raises says what happens next:
`Transient` comes back later, `Permanent` is kept as stuck and told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from orchestration.execution.state.facts import UNDO
from orchestration.groups.model import START_WITHIN
from orchestration.people.rights import Administrators
from orchestration.people.working_time import USUAL, WorkingWeek
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import (
    Clock,
    Copying,
    Database,
    FreezeCalendars,
    GivenWords,
    Messenger,
    PictureFiles,
    ProcessDrafter,
    ProcessReviser,
    TextFiles,
    Transaction,
    Workspace,
)
from orchestration.processes.drafting_record import FREE, DraftingRules
from orchestration.processes.file_service import FileService
from orchestration.processes.gathering import GatheringService
from orchestration.processes.revision_service import RevisionService
from orchestration.processes.service import ProcessService


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything a handler may call or ask."""

    database: Database
    clock: Clock
    messenger: Messenger
    workspace: Workspace
    drafter: ProcessDrafter
    reviser: ProcessReviser
    catalogue: PipelineCatalogue
    administrators: Administrators
    processes: ProcessService
    files: FileService
    revisions: RevisionService
    text_files: TextFiles
    pictures: PictureFiles | None = None
    """None where pictures are switched off."""
    working_week: WorkingWeek = USUAL
    """When people are reminded, each by the clock of their own zone."""
    undo: timedelta = UNDO
    """How long an approval of what starts by itself can be undone."""
    start_within: timedelta = START_WITHIN
    """How long after its time a release without a group can be started, before it is missed."""
    evidence: Copying | None = None
    """None where nobody gives any."""
    gathering: GatheringService | None = None
    words: GivenWords | None = None
    """Both None where nobody points at messages."""
    freeze_calendars: FreezeCalendars | None = None
    """Those that the operator configured; None: there are none."""
    drafting: DraftingRules = FREE
    """What drafting with a model may take, and what of it is kept."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Done; `then` is written together with the settlement."""

    then: Callable[[Transaction], None] | None = None


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing failed, and it is not over: come back then; `then` is written already now."""

    until: datetime
    then: Callable[[Transaction], None] | None = None
    untried: bool = False
    """Nothing was sent: this delivery does not count."""


Settlement = Paid | NotYet
