"""The Slack app's manifest grants what the bot uses, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
MANIFEST = json.loads((ROOT / "docs" / "manifest.json").read_text())
SOURCES = [
    each
    for each in (ROOT / "bot").rglob("*.py")
    if "playground" not in each.relative_to(ROOT).parts
]
# What Slack's reference (docs.slack.dev/reference/methods) asks of a bot token, for messages in
# public and private channels and our own direct messages. An event is listed with its own scope.
OF_METHOD = {
    "auth.test": set(),
    "chat.getPermalink": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "dnd.info": {"dnd:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "usergroups.list": {"usergroups:read"},
    "pins.add": {"pins:write"},
    "pins.remove": {"pins:write"},
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
OF_EVENT = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "subteam_created": {"usergroups:read"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}


def methods_called() -> set[str]:
    """Every Web API method that the bot's source calls on a client of the SDK."""
    families = {each.partition(".")[0] for each in OF_METHOD}
    found = set()
    for source in SOURCES:
        for family, rest in re.findall(r"client\.([a-z]+)_(\w+)", source.read_text()):
            if family in families:
                first, *others = rest.split("_")
                found.add(f"{family}.{first}{''.join(each.capitalize() for each in others)}")
    return found


def events_heard() -> set[str]:
    """Every event a listener names; messages are heard in direct conversations only."""
    text = "\n".join(each.read_text() for each in (ROOT / "bot" / "listeners").glob("*.py"))
    named = {each for each in OF_EVENT if f'"{each}"' in text}
    return named | ({"message.im"} if '"message"' in text else set())


def test_every_method_that_the_bot_calls_has_its_scopes_and_no_scope_is_idle():
    called = methods_called()
    unknown = called - set(OF_METHOD)
    assert not unknown, "say here which scopes these need"
    assert {"chat.postMessage", "conversations.info", "users.list"} <= called
    needed = {"commands"}.union(*(OF_METHOD[each] for each in called))
    needed = needed.union(*(OF_EVENT[each] for each in events_heard()))
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_the_events_asked_for_are_those_that_listeners_hear():
    asked = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert set(asked) == events_heard()
    assert asked == sorted(asked)


def test_the_surfaces_that_the_bot_uses_are_on():
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert MANIFEST["settings"]["socket_mode_enabled"]
    home = MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"], "people write to Drumbeat there"
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == Settings.model_fields["command"].default
    assert command["should_escape"], "mentions in commands arrive as ids"


def test_the_manifest_keeps_slacks_lengths():
    # https://docs.slack.dev/reference/app-manifest
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(MANIFEST["features"]["bot_user"]["display_name"]) <= 80
    (command,) = MANIFEST["features"]["slash_commands"]
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000
