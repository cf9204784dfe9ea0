"""Who is who, as Slack tells it: every page, every flag, group members."""

import pytest
import pytest_asyncio

from bot.directory import SlackWorkspace
from bot.messenger import slack_client
from orchestration.errors import Permanent
from tests.bot.slack_server import SlackServer


@pytest_asyncio.fixture
async def slack():
    async with SlackServer().running() as server:
        yield server


@pytest.fixture
def workspace(slack):
    return SlackWorkspace(slack_client("xoxb-1", slack.url))


def member(user_id: str, **flags):
    return {"id": user_id, "name": user_id.lower(), "profile": {"display_name": "Dana"}, **flags}


async def test_every_page_of_people_is_read(slack, workspace):
    slack.answer(
        "users.list",
        {"ok": True, "members": [member("U0000001")], "response_metadata": {"next_cursor": "c"}},
        {"ok": True, "members": [member("U0000002")], "response_metadata": {"next_cursor": ""}},
    )
    assert [each.id for each in await workspace.people()] == ["U0000001", "U0000002"]
    assert slack.calls("users.list")[1]["cursor"] == "c"


@pytest.mark.parametrize(
    "flags",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_bot": True},
        {"is_stranger": True},
    ],
)
async def test_guests_bots_and_strangers_are_outsiders(slack, workspace, flags):
    slack.answer("users.list", {"ok": True, "members": [member("U0000001", **flags)]})
    assert (await workspace.people())[0].outsider


async def test_slackbot_is_an_outsider_and_a_member_is_not(slack, workspace):
    slack.answer("users.list", {"ok": True, "members": [member("USLACKBOT"), member("U0000001")]})
    assert [each.outsider for each in await workspace.people()] == [True, False]


async def test_a_person_comes_with_zone_admin_flag_and_whether_they_left(slack, workspace):
    found = member("U0000001", tz="Europe/Berlin", is_admin=True, deleted=True)
    slack.answer("users.info", {"ok": True, "user": found})
    person = await workspace.person("U0000001")
    assert person.name == "Dana"
    assert (person.zone, person.is_admin, person.deactivated) == ("Europe/Berlin", True, True)


async def test_somebody_slack_does_not_know_is_none_and_a_lost_token_is_not(slack, workspace):
    slack.answer(
        "users.info",
        {"ok": False, "error": "user_not_found"},
        {"ok": False, "error": "invalid_auth"},
    )
    assert await workspace.person("U0000009") is None
    with pytest.raises(Permanent):
        await workspace.person("U0000009")


async def test_groups_come_with_their_members_and_retired_ones_do_not(slack, workspace):
    groups = [
        {"id": "S0000001", "handle": "qa", "name": "QA", "users": ["U0000001"], "date_delete": 0},
        {"id": "S0000002", "handle": "old", "name": "Old", "users": [], "date_delete": 1700000000},
    ]
    slack.answer("usergroups.list", {"ok": True, "usergroups": groups})
    found = await workspace.groups()
    assert [(each.id, each.members) for each in found] == [("S0000001", ("U0000001",))]
