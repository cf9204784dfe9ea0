"""Slack's side: the tokens, what they grant, the clock, the connections, the channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.finding import Finding, left_open, well, wrong
from bot.manifest import bot_scopes
from bot.messenger import slack_client
from bot.settings import Settings
from bot.slack_answers import FAULTS, SlackRefused, meaning_of
from orchestration.ports import Clock

SKEW: Final = timedelta(seconds=10)
"""More, and our own messages are looked for in the wrong minutes (`bot/messenger.py`)."""
WITHOUT: Final[Mapping[str, str]] = {
    "app_mentions:read": "@Drumbeat is not heard",
    "channels:history": "messages in public channels are not found again after a crash",
    "channels:read": "public channels are not seen",
    "chat:write": "nothing can be posted",
    "commands": "the slash command does not exist",
    "files:read": "no process comes in as a file, and no picture of one is shown",
    "files:write": "no process is exported as a file; the cards are words alone, without pictures",
    "dnd:read": "people are reminded while they asked not to be disturbed",
    "groups:history": "messages in private channels are not found again after a crash",
    "groups:read": "private channels are not seen",
    "im:history": "direct messages are neither heard nor found again",
    "im:write": "nobody can be written to directly",
    "pins:write": "the message of a running release is not pinned in its channel",
    "usergroups:read": "roles cannot mean user groups",
    "users:read": "people, their zones and the workspace's admins are not known",
}
"""What does not work without each scope of the manifest."""


async def slack_findings(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Every check that asks Slack; none of them changes or posts anything."""
    token = settings.slack_bot_token.get_secret_value()
    async with aiohttp.ClientSession() as session:
        client = slack_client(token, settings.slack_api_url, session=session)
        before = clock.now()
        answer = await _asked("auth.test", client.auth_test)
        if isinstance(answer, Finding):
            yield answer
        else:
            headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
            yield well("slack", f"{answer.get('team')}, as {answer.get('user')}")
            yield _scopes(headers)
            yield _clock(headers, before, clock.now())
            if settings.channel:
                yield await _channel(client, settings.channel)
        if settings.by_socket:
            yield await _app_token(client, settings.slack_app_token.get_secret_value())


async def _asked(
    method: str, call: Callable[[], Awaitable[Any]], check: str = "slack", *, if_refused: str = ""
) -> Any:
    """The answer, or the finding that says why there is none, and how to mend that."""
    try:
        return await call()
    except FAULTS as fault:
        meaning = meaning_of(fault, method)
        if isinstance(meaning, SlackRefused):
            return wrong(check, f"Slack refuses: {meaning.kind}", if_refused or meaning.reason)
        return wrong(
            check,
            f"{meaning.reason}",
            "Can this machine reach SLACK_API_URL (a proxy, a firewall, DNS)? "
            "https://slack-status.com tells whether Slack itself is down.",
        )


def _scopes(headers: Mapping[str, str]) -> Finding:
    if "x-oauth-scopes" not in headers:
        return left_open("scopes", "Slack did not say which scopes the token has")
    granted = {each.strip() for each in headers["x-oauth-scopes"].split(",")}
    lacking = sorted(bot_scopes() - granted)
    if not lacking:
        return well("scopes", f"all {len(bot_scopes())} of the manifest are granted")
    told = "; ".join(f"{each}: {WITHOUT.get(each, 'needed')}" for each in lacking)
    return wrong(
        "scopes",
        f"{len(lacking)} missing. {told}",
        "Paste the output of `drumbeat manifest` under *App Manifest* of your Slack app "
        "(api.slack.com/apps), save, and install the app again.",
    )


def _clock(headers: Mapping[str, str], before: datetime, after: datetime) -> Finding:
    try:
        theirs = parsedate_to_datetime(headers.get("date", ""))
        middle = before + (after - before) / 2
        skew = abs(theirs - middle)
    except (TypeError, ValueError):
        return left_open("clock", "Slack's answer carried no date to compare with")
    seconds = round(skew.total_seconds())
    if skew > SKEW + (after - before):
        return wrong(
            "clock",
            f"this machine's clock and Slack's differ by {seconds} s",
            "Set the clock by NTP (timedatectl set-ntp true): calls by HTTP are refused beyond "
            "five minutes, and messages are not found again beyond ten seconds.",
        )
    return well("clock", "agrees with Slack's" if seconds < 2 else f"{seconds} s off Slack's")


async def _app_token(client: AsyncWebClient, token: str) -> Finding:
    answer = await _asked(
        "apps.connections.open",
        lambda: client.apps_connections_open(app_token=token),
        "app token",
        if_refused="SLACK_APP_TOKEN is an app-level token (xapp-…) with the scope "
        "connections:write: *Basic Information*, *App-Level Tokens*; and *Socket Mode* is on.",
    )
    if isinstance(answer, Finding):
        return answer
    return well("app token", "opens Socket Mode connections")


async def _channel(client: AsyncWebClient, channel: str) -> Finding:
    answer = await _asked(
        "conversations.info", lambda: client.conversations_info(channel=channel), "channel"
    )
    if isinstance(answer, Finding):
        return answer
    found = answer["channel"]
    name = f"#{found.get('name', channel)}"
    if found.get("is_archived"):
        return wrong("channel", f"{name} is archived", "Unarchive it, or set DRUMBEAT_CHANNEL.")
    if not found.get("is_member"):
        return wrong("channel", f"Drumbeat is not in {name}", f"In {name}: /invite @Drumbeat")
    return well("channel", f"Drumbeat is in {name}")
