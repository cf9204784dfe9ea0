"""The composition root: every port gets its adapter here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import httpx
from slack_bolt.async_app import AsyncApp

from bot.app import build_app, finish
from bot.budget import Budget, LocalBudget
from bot.directory import SlackWorkspace
from bot.dispatching import watch
from bot.drafters import drafter_of, reviser_of, rules_of
from bot.evidence_files import SlackGivenFiles
from bot.fencing import fence
from bot.freeze_calendars import FreezeCalendars
from bot.listeners.doors import Doors
from bot.messenger import SlackMessenger, slack_client
from bot.metrics import CountingBudget, CountingCatalogue, CountingObserver, Metrics
from bot.pictures.slack_files import SlackPictures
from bot.settings import Settings
from bot.shared_budget import SharedBudget
from bot.text_files import SlackTextFiles
from bot.tracing import Traces, traces_of, untraced
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
from orchestration.handlers import Outside
from orchestration.hotfixes.service import HotfixService
from orchestration.inputs.files import InputFiles
from orchestration.inputs.service import InputService
from orchestration.lease import LEASE
from orchestration.people.granting import GrantService
from orchestration.people.leaving import AwayService
from orchestration.people.preferring import PreferenceService
from orchestration.people.rights import Administrators
from orchestration.people.service import PeopleService
from orchestration.pipelines.catalogue_following import FollowedCatalogue
from orchestration.pipelines.connection_service import ConnectionService
from orchestration.pipelines.http_callback import Callbacks
from orchestration.pipelines.webhooks import Webhooks
from orchestration.ports import Clock, Copying, Database, Observer
from orchestration.processes.arriving import StopService
from orchestration.processes.asking import QuestionService
from orchestration.processes.beginning import BlueprintService
from orchestration.processes.file_service import FileService
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
from orchestration.worker import Bell, Nudging, Worker
from storage import SERVES, EvidenceFolder, SqlDatabase, is_shared, job_worker, open_database

HANDED = timedelta(seconds=2)
"""How long a due row is left to the workers' jobs before the sweep of any replica takes it."""
FINISHING = timedelta(seconds=10)
"""What is under way is given when one replica of several stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drumbeat:
    """A wired Drumbeat, ready to be served."""

    settings: Settings
    database: Database
    storage: SqlDatabase
    clock: Clock
    app: AsyncApp
    workers: tuple[Callable[[], Coroutine[Any, Any, None]], ...]
    """What pays what is owed; each runs until it is cancelled."""
    metrics: Metrics
    callbacks: Callbacks
    webhooks: Webhooks
    feeds: FeedService
    session: aiohttp.ClientSession
    """One pool of connections to Slack for everything."""
    http: httpx.AsyncClient
    """Connections to the language model."""
    traces: Traces | None

    async def close(self) -> None:
        """Let what is being told be told, then let go of Slack and the database."""
        await finish(self.app)
        await self.session.close()
        await self.http.aclose()
        if self.traces is not None:
            await self.traces.close()
        self.storage.close()


def wire(
    settings: Settings,
    *,
    name: str,
    role: str = SERVES,
    observer: Observer | None = None,
    budget: Budget | None = None,
    lease: timedelta = LEASE,
) -> Drumbeat:
    """Put the parts together, inside a running loop; `name` is this process among others."""
    metrics = Metrics()
    observer = CountingObserver(metrics, observer)
    storage = open_database(settings.database_url, observer=observer)
    clock = storage.clock
    bell = Bell()
    shared = is_shared(settings.database_url)
    database: Database = storage if shared else Nudging(storage, bell.ring)
    traces = traces_of(settings, name)
    if traces is not None:
        database = traces.around(database)
        traces.watch_requests()
    catalogue = FollowedCatalogue(settings.pipelines, settings.runs, settings.url)
    administrators = Administrators(settings.admins)
    watched = [traces.slack_calls()] if traces else []
    session = aiohttp.ClientSession(trace_configs=[*watched, fence()])
    http = httpx.AsyncClient()
    token = settings.slack_bot_token.get_secret_value()
    client = slack_client(token, settings.slack_api_url, session=session)
    counted = budget or (SharedBudget(storage, clock) if shared else LocalBudget())
    budget = CountingBudget(metrics, counted)
    processes = ProcessService(database, clock, catalogue, administrators)
    store = StoreService(database, clock, catalogue, administrators)
    files = FileService(database, clock, administrators)
    revisions = RevisionService(database, clock, catalogue, administrators)
    worker = Worker(
        Outside(
            database=database,
            clock=clock,
            messenger=SlackMessenger(client, budget),
            workspace=SlackWorkspace(client, budget),
            drafter=drafter_of(settings, http, metrics.model_called),
            reviser=reviser_of(settings, http, metrics.model_called),
            catalogue=CountingCatalogue(metrics, catalogue),
            administrators=administrators,
            processes=processes,
            files=files,
            revisions=revisions,
            text_files=SlackTextFiles(client, budget),
            pictures=SlackPictures(client, budget) if settings.pictures else None,
            working_week=settings.working_hours,
            undo=timedelta(seconds=settings.undo),
            start_within=timedelta(hours=settings.start_within),
            drafting=rules_of(settings),
            freeze_calendars=FreezeCalendars(settings.freeze_calendars, http),
            evidence=Copying(
                given=SlackGivenFiles(client, budget),
                store=EvidenceFolder(settings.evidence_folder),
            ),
        ),
        name=name,
        bell=bell,
        observer=observer,
        lease=lease,
        handed=HANDED if shared else timedelta(0),
        finishing=FINISHING if shared else timedelta(0),
        tracing=traces.span if traces else untraced,
    )
    workers: tuple[Callable[[], Coroutine[Any, Any, None]], ...] = (worker.run,)
    if shared:
        jobs = job_worker(settings.database_url, name=name, role=role, pay=worker.pay_one)
        workers += (jobs.run,)
    releases = ReleaseService(
        database, clock, catalogue, administrators, timedelta(seconds=settings.undo)
    )
    doors = Doors(
        processes=processes,
        blueprints=BlueprintService(database, clock, administrators),
        stopping=StopService(database, clock, administrators, processes),
        reading_again=ReadAgainService(database, clock, administrators),
        history=ProcessHistory(database, clock, administrators),
        store=store,
        connections=ConnectionService(database, catalogue, administrators),
        freezes=FreezeService(database, clock, administrators),
        exceptions=LettingThrough(database, clock, administrators),
        ahead_of_freezes=AheadOfFreezes(database, clock, administrators),
        inputs=InputService(database, clock, administrators),
        input_files=InputFiles(database, clock),
        using=UsingService(database, clock, administrators),
        questions=QuestionService(database, clock, catalogue, administrators),
        proposals=ProposalService(database, clock, store),
        files=files,
        revisions=revisions,
        decided_revisions=RevisionDecisions(database, clock, administrators),
        releases=releases,
        again=RunningAgain(database, clock, administrators, releases),
        preflight=PreflightService(database, clock, catalogue, administrators),
        watching=WatchService(database, clock, administrators),
        filling_in=FillingIn(database, clock, administrators),
        moving=MovingService(database, clock, administrators),
        editing=EditingService(database, clock, administrators),
        forms=FormPages(database),
        groups=GroupService(database, clock, administrators),
        hotfixes=HotfixService(database, clock, catalogue, administrators),
        group_control=GroupControl(database, clock, administrators),
        occurrences=OccurrenceService(database, clock, administrators),
        by_hand=MakingByHand(database, clock, administrators),
        executions=ExecutionService(database, clock, administrators),
        skips=SkipService(database, clock, administrators),
        control=ReleaseControl(database, clock, administrators),
        snoozes=SnoozeService(database, clock, administrators),
        sign_offs=TakingBack(database, clock),
        early=EarlySignOffs(database, clock),
        todos=TodoService(database, clock, administrators),
        remarks=RemarkService(database, clock, administrators),
        task_changes=TaskChanges(database, clock, administrators),
        redos=RedoService(database, clock, administrators),
        retries=RetryService(database, clock, catalogue, administrators),
        standing_in=StandingIn(database, clock, catalogue, administrators),
        from_task=FromTask(database, clock, catalogue, administrators),
        turns=TurnService(database, clock, administrators),
        resources=ResourceService(database, clock, administrators),
        people=PeopleService(database, clock, administrators),
        grants=GrantService(database, clock, administrators),
        away=AwayService(database, clock, administrators),
        preferences=PreferenceService(database, clock),
        digests=DigestService(database, clock, administrators),
        calendars=CalendarService(database, clock, administrators),
        conflicts=ConflictService(database, clock, administrators),
        limits=LimitService(database, clock, administrators),
        feeds=FeedService(database, clock, administrators),
        url=settings.url,
        handing=HandingService(database, clock, administrators),
        handovers=HandoverService(database, clock, administrators),
        database=database,
        administrators=administrators,
        catalogue=catalogue,
        clock=clock,
        client=client,
        pictures=settings.pictures,
        command=settings.command,
    )
    app = build_app(doors, signing_secret=settings.slack_signing_secret.get_secret_value())
    watch(app, metrics, traces.span if traces else untraced)
    return Drumbeat(
        settings=settings,
        database=database,
        storage=storage,
        clock=clock,
        app=app,
        workers=workers,
        metrics=metrics,
        callbacks=Callbacks(catalogue, database, clock),
        webhooks=Webhooks(catalogue, database, clock),
        feeds=doors.feeds,
        session=session,
        http=http,
        traces=traces,
    )
