"""The messenger against the simulated workspace: post, find again, redraw, DM, App Home."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.directory import SlackWorkspace
from bot.messenger import SlackMessenger, slack_client
from bot.playground.config import DEMO_BOT_TOKEN, PlaygroundConfig
from bot.playground.server import running
from orchestration.errors import MessageGone
from orchestration.ports.outside import Posted
from orchestration.read_models.cards import HomeCard
from tests.playground_client import DANA, RELEASES
from tests.views.cards import hold, process, release, review, task


@pytest_asyncio.fixture
async def client():
    async with running(PlaygroundConfig(port=0, rate_limits=False)) as (bound, _):
        yield slack_client(DEMO_BOT_TOKEN, f"{bound.base_url}/api/")


async def test_every_card_can_be_posted_found_and_redrawn(client):
    messenger = SlackMessenger(client)
    since = datetime.now(UTC) - timedelta(minutes=1)
    for n, card in enumerate((release(), task(), hold(), review(process=process(40, 30)))):
        posted = await messenger.post(RELEASES, card, key=f"show:{n}")
        assert await messenger.find(RELEASES, f"show:{n}", since=since) == posted
        await messenger.update(posted, card)
        assert await messenger.find(RELEASES, f"show:{n}", since=since) == posted
    assert await messenger.find(RELEASES, "show:99", since=since) is None


async def test_a_card_in_a_thread_and_one_in_a_dm_are_found_there(client):
    messenger = SlackMessenger(client)
    since = datetime.now(UTC) - timedelta(minutes=1)
    root = await messenger.post(RELEASES, release(), key="root")
    reply = await messenger.post(RELEASES, task(), key="reply", thread_ts=root.ts)
    assert await messenger.find(RELEASES, "reply", since=since, thread_ts=root.ts) == reply
    direct = await messenger.post(DANA, task(), key="direct")
    assert direct.channel == await messenger.dm_of(DANA)
    assert await messenger.find(DANA, "direct", since=since) == direct


async def test_a_home_is_published(client):
    await SlackMessenger(client).show_home(HomeCard(person=DANA, tasks=(task(),)))


async def test_a_message_that_is_gone_is_refused_for_good(client):
    with pytest.raises(MessageGone):
        await SlackMessenger(client).update(Posted(channel=RELEASES, ts="1.000001"), task())


async def test_the_people_of_the_workspace_are_known_with_their_groups(client):
    workspace = SlackWorkspace(client)
    people = {each.id: each for each in await workspace.people()}
    assert not people[DANA].outsider
    assert any(DANA in group.members for group in await workspace.groups())
    assert (await workspace.person(DANA)) == people[DANA]
