"""An outside that says yes at once: what is measured beside it is ours alone."""

from __future__ import annotations

import itertools
from collections.abc import Coroutine, Sequence
from typing import Any

from orchestration.handlers import Outside
from orchestration.people.model import Person, UserGroup
from orchestration.people.rights import Administrators
from orchestration.people.working_time import Quiet
from orchestration.pipelines.model import Pipeline, RunReport, RunRequest, RunStatus
from orchestration.ports import Database, Drafted, DraftRequest, Posted, Watch, unwatched
from orchestration.processes.file_service import FileService
from orchestration.processes.revision_service import RevisionService
from orchestration.processes.service import ProcessService
from orchestration.read_models.cards import Card, HomeCard
from orchestration.values import ChannelId, UserId
from orchestration.worker import Bell, Nudging, Worker
from storage import SqlDatabase, is_shared, job_worker
from tests.benchmarks.releases import PIPELINE

_numbers = itertools.count(1)


class Nowhere:
    """A chat workspace, a drafter, a catalogue and its one provider."""

    async def post(self, channel: ChannelId, _card: Card, **_more: Any) -> Posted:
        return Posted(channel=channel, ts=f"1795411300.{next(_numbers):06}")

    async def update(self, _posted: Posted, _card: Card) -> None:
        return None

    async def find(self, *_asked: Any, **_more: Any) -> None:
        return None

    async def pin(self, _posted: Posted, *, pinned: bool) -> None:
        return None

    async def messages_after(self, _posted: Posted, *, most: int) -> int:
        return min(0, most)

    async def link_to(self, _posted: Posted) -> str:
        return ""

    async def dm_of(self, person: UserId) -> ChannelId:
        return ChannelId(f"D{person}")

    async def show_home(self, _card: HomeCard) -> None:
        return None

    async def people(self) -> Sequence[Person]:
        return ()

    async def person(self, _user_id: UserId) -> Person | None:
        return None

    async def groups(self) -> Sequence[UserGroup]:
        return ()

    async def quiet(self, _person: UserId) -> Quiet | None:
        return None

    async def draft(self, _request: DraftRequest, _watch: Watch = unwatched) -> Drafted:
        raise AssertionError("nothing is drafted here")


class NoRuns:
    """A run of it has succeeded as soon as it is asked for."""

    async def trigger(self, request: RunRequest) -> RunReport:
        return RunReport(key=request.key, status=RunStatus.SUCCEEDED)

    async def find(self, request: RunRequest) -> RunReport | None:
        return await self.trigger(request)

    async def cancel(self, _request: RunRequest) -> None:
        return None

    async def unready(self, _pipeline: str) -> tuple[str, ...]:
        return ()


class OnePipeline:
    def names(self) -> tuple[str, ...]:
        return (PIPELINE,)

    def find(self, name: str) -> Pipeline | None:
        return Pipeline(name=name, provider="nothing")

    def provider_of(self, _name: str) -> NoRuns:
        return NoRuns()


def workers(
    database: SqlDatabase, url: str, name: str
) -> tuple[Database, list[Coroutine[Any, Any, None]]]:
    """The database as doors use it, and what pays as `bot.wiring` puts it together."""
    from bot.wiring import FINISHING, HANDED

    shared, bell = is_shared(url), Bell()
    doors: Database = database if shared else Nudging(database, bell.ring)
    catalogue, administrators, nowhere = OnePipeline(), Administrators(()), Nowhere()
    worker = Worker(
        Outside(
            database=doors,
            clock=database.clock,
            messenger=nowhere,  # type: ignore[arg-type]
            workspace=nowhere,
            drafter=nowhere,
            reviser=nowhere,
            catalogue=catalogue,
            administrators=administrators,
            processes=ProcessService(doors, database.clock, catalogue, administrators),
            files=FileService(doors, database.clock, administrators),
            revisions=RevisionService(doors, database.clock, catalogue, administrators),
            text_files=nowhere,
        ),
        name=name,
        bell=bell,
        **({"handed": HANDED, "finishing": FINISHING} if shared else {}),
    )
    running = [worker.run()]
    if shared:
        running.append(job_worker(url, name=name, pay=worker.pay_one).run())
    return doors, running
