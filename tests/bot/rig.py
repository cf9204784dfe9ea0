"""The bot's listeners on a real database, against a simulated workspace in the same loop.

Requests reach the app as Bolt sees them, or as the playground's people act. Nothing of ours is
patched; what is owed is paid by the real worker where a test asks for it.
"""

import asyncio
import contextlib
import json
import socket
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import httpx
import uvicorn
from slack_bolt.async_app import AsyncBoltRequest

from bot.app import build_app, finish
from bot.directory import SlackWorkspace
from bot.evidence_files import SlackGivenFiles
from bot.given_words import SlackGivenWords
from bot.messenger import SlackMessenger, slack_client
from bot.pictures.slack_files import SlackPictures
from bot.playground.config import DEMO_BOT_TOKEN, DEMO_SIGNING_SECRET, PlaygroundConfig
from bot.playground.delivery import signature
from bot.playground.seed import BOT_ID, BOT_USER, DANA, KENJI, QA_TEAM, RELEASES, ROSA, TEAM
from bot.playground.server import running
from bot.services import doors_of
from bot.text_files import SlackTextFiles
from bot.web import routes
from orchestration.catalogue.taking import publish_process
from orchestration.handlers import Outside
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.people.service import learn
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.pipelines.http_callback import Callbacks
from orchestration.pipelines.webhooks import Webhooks
from orchestration.ports import Copying
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.releases.making import NewRelease
from orchestration.values import ChannelId, ProcessId, UserId
from orchestration.worker import Bell, Nudging, Worker
from prompts.outline_drafter import OutlineDrafter
from prompts.sentence_reviser import SentenceReviser
from storage import EvidenceFolder, migrate, open_database

WEB = Process(
    id=ProcessId("web-release"),
    name="Web release",
    owners=(ROSA,),
    inputs=(InputSpec(name="Ticket"),),
    phases=(
        Phase(
            id="check",
            name="Check",
            activities=(
                Activity(
                    id="notes",
                    name="Write the notes",
                    type=ActivityType.MANUAL,
                    tasks=(TaskSpec(id="do", name="Write the notes", assignees=(KENJI,)),),
                ),
                Activity(
                    id="validate",
                    name="Validate build",
                    type=ActivityType.MANUAL,
                    tasks=(
                        TaskSpec(
                            id="sign-off",
                            name="Validate build",
                            kind=TaskKind.SIGN_OFF,
                            approvals=Approvals(from_=("QA lead",)),
                        ),
                    ),
                ),
                Activity(
                    id="smoke",
                    name="Smoke test",
                    type=ActivityType.AUTOMATED,
                    outputs=("report",),
                    command="make smoke",
                ),
            ),
        ),
        Phase(
            id="ship",
            name="Ship",
            depends_on=("check",),
            activities=(
                Activity(
                    id="go",
                    name="Say that it is live",
                    type=ActivityType.MANUAL,
                    tasks=(TaskSpec(id="do", name="Say that it is live"),),
                ),
            ),
        ),
    ),
)


ADDRESS = "https://drumbeat.example.com"
FAR = datetime(2099, 1, 1, tzinfo=UTC)


class SystemClock:
    def now(self):
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it was set."""

    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


class GoingClock:
    """A clock that was set, and goes on, faster if told: what is put off becomes due."""

    def __init__(self, at, pace=1):
        self.pace = pace
        self.at = at

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        super().__setattr__("since", time.monotonic())

    def now(self):
        return self.at + self.pace * timedelta(seconds=time.monotonic() - self.since)


class Rig:
    """A workspace, a database, the app; and people who act."""

    def __init__(
        self,
        config,
        slack,
        storage,
        tmp_path,
        pipelines=None,
        *,
        pictures=False,
        url=ADDRESS,
        drafter=None,
        reviser=None,
    ):
        self.slack, self.storage = slack, storage
        self.bell = Bell()
        self.database = Nudging(storage, self.bell.ring)
        self.clock = storage.clock
        self.client = slack_client(DEMO_BOT_TOKEN, f"{config.base_url}/api/")
        self.admins = Administrators()
        catalogue = load_catalogue(pipelines, tmp_path / "runs")
        self.doors = doors_of(
            self.database,
            self.clock,
            catalogue,
            self.admins,
            self.client,
            url=url,
            pictures=pictures,
            with_model=drafter is not None,
        )
        self.processes, self.releases = self.doors.processes, self.doors.releases
        self.executions, self.people = self.doors.executions, self.doors.people
        self.inputs, self.store = self.doors.inputs, self.doors.store
        self.app = build_app(self.doors, signing_secret=DEMO_SIGNING_SECRET)
        self.callbacks = Callbacks(catalogue, self.database, self.clock)
        self.webhooks = Webhooks(catalogue, self.database, self.clock)
        self.outside = Outside(
            database=self.database,
            clock=self.clock,
            messenger=SlackMessenger(self.client),
            workspace=SlackWorkspace(self.client),
            drafter=drafter or OutlineDrafter(),
            reviser=reviser or SentenceReviser(),
            catalogue=catalogue,
            administrators=self.admins,
            processes=self.processes,
            files=self.doors.files,
            revisions=self.doors.revisions,
            text_files=SlackTextFiles(self.client),
            gathering=self.doors.gathering,
            words=SlackGivenWords(self.client),
            pictures=SlackPictures(self.client) if pictures else None,
            evidence=Copying(
                given=SlackGivenFiles(self.client), store=EvidenceFolder(tmp_path / "evidence")
            ),
        )
        self.worker = Worker(
            self.outside,
            name="test",
            bell=self.bell,
        )
        self.http = httpx.AsyncClient(base_url=config.base_url, timeout=20, trust_env=False)
        self.config = config
        self.sent = 0

    # --- what exists ------------------------------------------------------------------------

    async def publish(self, process=WEB, by=ROSA):
        """A published process, and who is who."""
        now = self.clock.now()

        def work(tx):
            people = [
                Person(id=UserId(who), name=who, is_admin=who == ROSA)
                for who in (ROSA, DANA, KENJI)
            ]
            learn(tx, people, (), at=now)
            return publish_process(tx, process, by=UserId(by), at=now)

        made = await self.storage.transact(work)
        await self.people.bind({"QA lead": (DANA,)}, by=UserId(ROSA))
        return made

    async def release(
        self,
        version="4.2",
        *,
        planned=False,
        at=FAR,
        channel=RELEASES,
        key="",
        by=ROSA,
        inputs=None,
    ):
        """A release of the published process, running unless it is planned."""
        self.sent += 1
        later = at if planned else None
        return await self.releases.create(
            key or f"rig-{self.sent}",
            NewRelease(
                process_id=WEB.id,
                name="Web",
                version=version,
                inputs=inputs or {"Ticket": "T-1"},
                channel=ChannelId(channel),
                start_now=not planned,
                scheduled_for=later,
            ),
            by=UserId(by),
        )

    async def execution(self, release):
        found = await self.storage.read(lambda tx: tx.releases.get(release.id))
        return await self.storage.read(lambda tx: tx.executions.get(found.execution_id))

    async def task(self, release, name):
        execution = await self.execution(release)
        return next(each for each in execution.tasks.values() if each.name == name)

    # --- requests as Bolt sees them -----------------------------------------------------------

    async def dispatch(self, body, *, form=True, headers=None):
        """One signed request; answered, and told what there is to tell."""
        raw = body if isinstance(body, str) else json.dumps(body)
        if form and not isinstance(body, str):
            raw = urlencode({"payload": raw})
        stamp = str(int(time.time()))
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        request = AsyncBoltRequest(
            body=raw,
            headers={
                "content-type": [kind],
                "x-slack-request-timestamp": [stamp],
                "x-slack-signature": [signature(DEMO_SIGNING_SECRET, stamp, raw.encode())],
                **(headers or {}),
            },
        )
        answer = await self.app.async_dispatch(request)
        await finish(self.app)
        return answer

    async def command(self, text, *, by=ROSA, channel=RELEASES, trigger=None):
        """A slash command typed by somebody, with a live trigger and response URL."""
        self.sent += 1
        passes = {
            "trigger_id": trigger or self.slack.trigger(by),
            "response_url": self.slack.response_urls.issue(channel, by),
        }
        form = {"command": "/release", "text": text, "user_id": by, "channel_id": channel}
        team = {"team_id": TEAM["id"], "api_app_id": "A1", "token": "x"}
        return await self.dispatch(urlencode({**team, **form, **passes}))

    async def event(self, event, *, event_id=None, retry=None):
        self.sent += 1
        body = {
            "type": "event_callback",
            "team_id": TEAM["id"],
            "api_app_id": "A1",
            "event_id": event_id or f"Ev{self.sent}",
            "event": event,
            "authorizations": [{"team_id": TEAM["id"], "user_id": BOT_USER, "is_bot": True}],
        }
        headers = {"x-slack-retry-num": [str(retry)]} if retry else {}
        return await self.dispatch(body, form=False, headers=headers)

    async def mention(self, text, *, by=ROSA, channel=RELEASES, thread_ts=None, files=(), **more):
        said = {"type": "app_mention", "user": by, "text": f"<@{BOT_USER}> {text}", "ts": "1.1"}
        where = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
        where |= {"files": files} if files else {}
        return await self.event({**said, **where}, **more)

    async def dm(self, text, *, by=ROSA, thread_ts=None, files=(), **more):
        channel = self.slack.workspace.dm_with(by).id
        said = {"type": "message", "channel_type": "im", "user": by, "text": text, "ts": "1.1"}
        where = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
        where |= {"files": files, "subtype": "file_share"} if files else {}
        return await self.event({**said, **where}, **more)

    async def click(self, action_id, value="", *, by=ROSA, channel=RELEASES, **more):
        """A button or a chosen option in a message of a channel."""
        carried = value if isinstance(value, str) else value.model_dump_json()
        body = {
            "type": "block_actions",
            "user": {"id": by, "team_id": TEAM["id"]},
            "team": {"id": TEAM["id"]},
            "channel": {"id": channel},
            "container": {"type": "message", "channel_id": channel},
            "trigger_id": self.slack.trigger(by),
            "response_url": self.slack.response_urls.issue(channel, by),
            "actions": [
                {"type": "button", "action_id": action_id, "block_id": "b", "value": carried}
            ],
        }
        return await self.dispatch({**body, **more})

    # --- people of the playground, over HTTP ------------------------------------------------

    async def act(self, what, *, who=ROSA, **body):
        if "values" in body:  # every field of ours has one element, under the block's own id
            body["values"] = {block: {block: value} for block, value in body["values"].items()}
        response = await self.http.post(f"/_workspace/{what}", json={"as": who, **body})
        assert response.status_code == 200, response.text
        await finish(self.app)
        return response.json()

    # --- what people see ----------------------------------------------------------------------

    def seen(self, who=ROSA, channel=RELEASES):
        """Everything in a channel as text, private messages of `who` included."""
        messages = self.slack.workspace.messages[channel].values()
        return [each.text for each in messages if each.visible_to in (None, who)]

    def private(self, who=ROSA, channel=RELEASES):
        """The last thing only `who` sees."""
        messages = self.slack.workspace.messages[channel].values()
        return next((m for m in reversed(list(messages)) if m.visible_to == who), None)

    def modals(self, who=ROSA):
        return list(self.slack.workspace.modal_stack(who))

    async def until(self, found, timeout=40.0):
        """What `found` returns as soon as it is true, while the worker works."""
        end = time.monotonic() + timeout
        while not (result := found()):
            assert time.monotonic() < end, "it never happened"
            await asyncio.sleep(0.02)
        return result

    async def posted(self, subject):
        """Where the worker put this message, once it has."""
        while True:
            found = await self.storage.read(lambda tx: tx.postings.find(subject))
            if found:
                return found
            await asyncio.sleep(0.02)

    async def settled(self):
        """Nothing is owed any more."""
        while await self.storage.read(lambda tx: tx.owed.tally(now=self.clock.now()).due):
            await asyncio.sleep(0.02)

    @contextlib.asynccontextmanager
    async def working(self):
        """The worker pays what is owed meanwhile."""
        running = asyncio.create_task(self.worker.run())
        try:
            yield
        finally:
            while not running.done():
                running.cancel()
                await asyncio.wait({running}, timeout=0.5)


@contextlib.asynccontextmanager
async def rigged(
    tmp_path,
    pipelines=None,
    *,
    pictures=False,
    rate_limits=False,
    clock=None,
    url=ADDRESS,
    drafter=None,
    reviser=None,
):
    database = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(database, lambda _line: None)
    storage = open_database(database, clock=clock or SystemClock())
    async with running(PlaygroundConfig(port=0, rate_limits=rate_limits)) as (config, slack):
        rig = Rig(
            config,
            slack,
            storage,
            tmp_path,
            pipelines,
            pictures=pictures,
            url=url,
            drafter=drafter,
            reviser=reviser,
        )
        try:
            async with serving(rig.app, rig.callbacks, rig.doors.feeds, rig.webhooks) as served:
                slack.delivery.bot_url = rig.url = served
                yield rig
        finally:
            await finish(rig.app)
            await rig.http.aclose()
            storage.close()


@contextlib.asynccontextmanager
async def serving(app, callbacks=None, feeds=None, webhooks=None):
    """The app over HTTP, behind its guard; its address."""

    async def ready():
        return ""

    listening = socket.create_server(("127.0.0.1", 0))
    asgi = routes(app, DEMO_SIGNING_SECRET, ready, callbacks, feeds=feeds, webhooks=webhooks)
    server = uvicorn.Server(uvicorn.Config(asgi, log_level="error"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    finally:
        server.should_exit = True
        await task


__all__ = ["BOT_ID", "QA_TEAM", "WEB", "Rig", "rigged"]
