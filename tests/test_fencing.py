"""A worker that is suspended in the very step in which it writes a request to Slack."""

import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.budget import LocalBudget
from bot.fencing import fence
from bot.messenger import SlackMessenger, slack_client
from orchestration.effects import ShowHome
from orchestration.lease import holding, running
from orchestration.ports import Claim
from orchestration.read_models.cards import Notice
from orchestration.values import ChannelId, UserId
from storage import migrate, open_database
from tests.bot.slack_server import SlackServer

NOW = datetime.now(UTC)
CLAIM = Claim(
    id=1,
    effect=ShowHome(user_id=UserId("U1")),
    tries=1,
    wanted=1,
    owed_at=NOW,
    first_tried_at=NOW,
    claimed_by="worker",
)
LEASE = timedelta(seconds=0.4)
CHANNEL = ChannelId("C0123456")


class Suspended:
    """Nothing of the process runs for a while, once: the last thing before a body is written."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def tracing(self) -> aiohttp.TraceConfig:
        tracing = aiohttp.TraceConfig()
        tracing.on_request_chunk_sent.append(self._sleep)
        return tracing

    async def _sleep(self, *_about: object) -> None:
        time.sleep(self.seconds)
        self.seconds = 0


async def posted_by_one_who_slept(seconds, directory):
    url = f"sqlite:///{directory}/d.db"
    migrate(url, lambda _: None)
    database = open_database(url)
    sleeping = Suspended(seconds)
    try:
        async with (
            SlackServer().running() as slack,
            aiohttp.ClientSession(trace_configs=[sleeping.tracing(), fence()]) as session,
        ):
            client = slack_client("xoxb-1", slack.url, session=session)
            messenger = SlackMessenger(client, LocalBudget())
            try:
                async with holding(CLAIM, database, database.clock, lease=LEASE, since=running()):
                    await messenger.post(CHANNEL, Notice(text="Hello"), key="a")
            except TimeoutError:
                pass
            before = len(slack.calls("chat.postMessage"))
            await messenger.post(CHANNEL, Notice(text="The next one"), key="b")
            assert len(slack.calls("chat.postMessage")) == before + 1, "the session is as it was"
            return before
    finally:
        database.close()


@pytest.mark.parametrize(("seconds", "posts"), [(0, 1), (0.5, 0)])
async def test_a_post_is_sent_by_who_holds_it_and_by_nobody_who_slept_past_the_lease(
    seconds, posts, tmp_path
):
    assert await posted_by_one_who_slept(seconds, tmp_path) == posts
