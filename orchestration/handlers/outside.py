"""What a handler may call, and what it may answer.

A handler calls the outside and answers with what to write once that is done; the worker writes it
together with the settlement, in one transaction. What it raises says what happens next:
`Transient` comes back later, `Permanent` is kept as stuck and told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import (
    Clock,
    Database,
    Messenger,
    PictureFiles,
    ProcessDrafter,
    TextFiles,
    Transaction,
    Workspace,
)
from orchestration.processes.file_service import FileService
from orchestration.processes.service import ProcessService


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Everything a handler may call or ask."""

    database: Database
    clock: Clock
    messenger: Messenger
    workspace: Workspace
    drafter: ProcessDrafter
    catalogue: PipelineCatalogue
    administrators: Administrators
    processes: ProcessService
    files: FileService
    text_files: TextFiles
    pictures: PictureFiles | None = None
    """None where pictures are switched off."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Done; `then` is written together with the settlement."""

    then: Callable[[Transaction], None] | None = None


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing failed, and it is not over: come back then; `then` is written already now."""

    until: datetime
    then: Callable[[Transaction], None] | None = None


Settlement = Paid | NotYet
