"""Every service that listeners call, made of the same few ports.

A new service is given its ports here and named in `Doors`, and nowhere else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.doors import Doors
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
from orchestration.execution.state.facts import UNDO
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
from orchestration.pipelines.connection_service import Connections, ConnectionService
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


class Catalogue(PipelineCatalogue, Connections, Protocol):
    """The operator's pipelines, and the connections that they go over."""


def doors_of(
    database: Database,
    clock: Clock,
    catalogue: Catalogue,
    administrators: Administrators,
    client: AsyncWebClient,
    *,
    undo: timedelta = UNDO,
    url: str = "",
    pictures: bool = False,
    with_model: bool = False,
    command: str = "/release",
) -> Doors:
    """What listeners may call; `undo` is how long an approval can be taken back by default."""
    processes = ProcessService(database, clock, catalogue, administrators)
    store = StoreService(database, clock, catalogue, administrators)
    releases = ReleaseService(database, clock, catalogue, administrators, undo)
    return Doors(
        processes=processes,
        blueprints=BlueprintService(database, clock, administrators),
        gathering=GatheringService(database, clock, administrators),
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
        files=FileService(database, clock, administrators),
        revisions=RevisionService(database, clock, catalogue, administrators),
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
        url=url,
        handing=HandingService(database, clock, administrators),
        handovers=HandoverService(database, clock, administrators),
        database=database,
        administrators=administrators,
        catalogue=catalogue,
        clock=clock,
        client=client,
        pictures=pictures,
        with_model=with_model,
        command=command,
    )
