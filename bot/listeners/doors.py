"""What listeners may call: the services, and Slack for what is said privately at once."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from orchestration.catalogue.proposing import ProposalService
from orchestration.catalogue.service import StoreService
from orchestration.catalogue.using import UsingService
from orchestration.digests.service import DigestService
from orchestration.execution.decisions.changing_tasks import TaskChanges
from orchestration.execution.decisions.control import ReleaseControl
from orchestration.execution.decisions.handing_service import HandingService
from orchestration.execution.decisions.redo_service import RedoService
from orchestration.execution.decisions.remark_service import RemarkService
from orchestration.execution.decisions.retry_service import RetryService
from orchestration.execution.decisions.service import ExecutionService
from orchestration.execution.decisions.signing_early import EarlySignOffs
from orchestration.execution.decisions.skip_service import SkipService
from orchestration.execution.decisions.snoozing import SnoozeService
from orchestration.execution.decisions.taking_back import TakingBack
from orchestration.execution.decisions.todo_service import TodoService
from orchestration.execution.decisions.turn_service import TurnService
from orchestration.feeds.service import FeedService
from orchestration.forms import FormPages
from orchestration.freezes.ahead import AheadOfFreezes
from orchestration.freezes.letting_through import LettingThrough
from orchestration.freezes.service import FreezeService
from orchestration.groups.control import GroupControl
from orchestration.groups.making_by_hand import MakingByHand
from orchestration.groups.occurrence_service import OccurrenceService
from orchestration.groups.service import GroupService
from orchestration.hotfixes.service import HotfixService
from orchestration.inputs.files import InputFiles
from orchestration.inputs.service import InputService
from orchestration.people.granting import GrantService
from orchestration.people.leaving import AwayService
from orchestration.people.preferring import PreferenceService
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.pipelines.connection_service import ConnectionService
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database
from orchestration.processes.arriving import StopService
from orchestration.processes.asking import QuestionService
from orchestration.processes.beginning import BlueprintService
from orchestration.processes.file_service import FileService
from orchestration.processes.gathering import GatheringService
from orchestration.processes.history import ProcessHistory
from orchestration.processes.reading_again import ReadAgainService
from orchestration.processes.revision_decisions import RevisionDecisions
from orchestration.processes.revision_service import RevisionService
from orchestration.processes.service import ProcessService
from orchestration.releases.again import RunningAgain
from orchestration.releases.calendars import CalendarService
from orchestration.releases.conflicting import ConflictService
from orchestration.releases.editing import EditingService
from orchestration.releases.filling_in import FillingIn
from orchestration.releases.from_task import FromTask
from orchestration.releases.handing_over import HandoverService
from orchestration.releases.limiting import LimitService
from orchestration.releases.moving import MovingService
from orchestration.releases.preflight_service import PreflightService
from orchestration.releases.service import ReleaseService
from orchestration.releases.standing_in import StandingIn
from orchestration.releases.watching import WatchService
from orchestration.resources.service import ResourceService


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """One value for every listener, made once at start."""

    processes: ProcessService
    gathering: GatheringService
    stopping: StopService
    reading_again: ReadAgainService
    history: ProcessHistory
    store: StoreService
    connections: ConnectionService
    using: UsingService
    questions: QuestionService
    proposals: ProposalService
    blueprints: BlueprintService
    files: FileService
    revisions: RevisionService
    decided_revisions: RevisionDecisions
    freezes: FreezeService
    exceptions: LettingThrough
    ahead_of_freezes: AheadOfFreezes
    inputs: InputService
    input_files: InputFiles
    releases: ReleaseService
    preflight: PreflightService
    watching: WatchService
    filling_in: FillingIn
    moving: MovingService
    editing: EditingService
    forms: FormPages
    groups: GroupService
    hotfixes: HotfixService
    group_control: GroupControl
    occurrences: OccurrenceService
    by_hand: MakingByHand
    executions: ExecutionService
    skips: SkipService
    control: ReleaseControl
    again: RunningAgain
    snoozes: SnoozeService
    sign_offs: TakingBack
    early: EarlySignOffs
    todos: TodoService
    remarks: RemarkService
    task_changes: TaskChanges
    redos: RedoService
    retries: RetryService
    standing_in: StandingIn
    from_task: FromTask
    turns: TurnService
    resources: ResourceService
    people: PeopleService
    grants: GrantService
    away: AwayService
    preferences: PreferenceService
    digests: DigestService
    calendars: CalendarService
    limits: LimitService
    conflicts: ConflictService
    feeds: FeedService
    handing: HandingService
    handovers: HandoverService
    database: Database
    administrators: Administrators
    catalogue: PipelineCatalogue
    clock: Clock
    client: AsyncWebClient
    url: str = ""
    """Where the outside reaches our web server; empty where nobody said."""
    with_model: bool = False
    """Whether a language model can read texts."""
    pictures: bool = False
    """Whether pictures of processes can be asked for."""
    command: str = "/release"
    """The slash command's configured name, for what we tell people to type."""
