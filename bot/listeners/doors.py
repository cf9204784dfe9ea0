"""What listeners may call: the services, and Slack for what is said privately at once."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from orchestration.catalogue.proposing import ProposalService
from orchestration.catalogue.service import StoreService
from orchestration.catalogue.using import UsingService
from orchestration.execution.service import ExecutionService
from orchestration.forms import FormPages
from orchestration.inputs.files import InputFiles
from orchestration.inputs.service import InputService
from orchestration.people.granting import GrantService
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database
from orchestration.processes.beginning import BlueprintService
from orchestration.processes.file_service import FileService
from orchestration.processes.history import ProcessHistory
from orchestration.processes.service import ProcessService
from orchestration.releases.filling_in import FillingIn
from orchestration.releases.service import ReleaseService


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """One value for every listener, made once at start."""

    processes: ProcessService
    history: ProcessHistory
    store: StoreService
    using: UsingService
    proposals: ProposalService
    blueprints: BlueprintService
    files: FileService
    inputs: InputService
    input_files: InputFiles
    releases: ReleaseService
    filling_in: FillingIn
    forms: FormPages
    executions: ExecutionService
    people: PeopleService
    grants: GrantService
    database: Database
    administrators: Administrators
    catalogue: PipelineCatalogue
    clock: Clock
    client: AsyncWebClient
    pictures: bool = False
    """Whether pictures of processes can be asked for."""
    command: str = "/release"
    """The slash command's configured name, for what we tell people to type."""
