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
from bot.given_words import SlackGivenWords
from bot.messenger import SlackMessenger, slack_client
from bot.metrics import CountingBudget, CountingCatalogue, CountingObserver, Metrics
from bot.pictures.slack_files import SlackPictures
from bot.services import doors_of
from bot.settings import Settings
from bot.shared_budget import SharedBudget
from bot.text_files import SlackTextFiles
from bot.tracing import Traces, traces_of, untraced
from orchestration.feeds.service import FeedService
from orchestration.handlers import Outside
from orchestration.lease import LEASE
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_following import FollowedCatalogue
from orchestration.pipelines.http_callback import Callbacks
from orchestration.pipelines.webhooks import Webhooks
from orchestration.ports import Clock, Copying, Database, Observer
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
    doors = doors_of(
        database,
        clock,
        catalogue,
        administrators,
        client,
        undo=timedelta(seconds=settings.undo),
        url=settings.url,
        pictures=settings.pictures,
        with_model=settings.with_model,
        command=settings.command,
    )
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
            processes=doors.processes,
            files=doors.files,
            revisions=doors.revisions,
            text_files=SlackTextFiles(client, budget),
            gathering=doors.gathering,
            words=SlackGivenWords(client, budget),
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
