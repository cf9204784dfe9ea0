"""What Slack's refusals mean: come back later, or never, with words that say what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError

from orchestration.errors import MessageGone, Permanent, PlaceClosed, Transient

PASSING = frozenset(
    {
        "fatal_error",
        "internal_error",
        "service_unavailable",
        "request_timeout",
        "ratelimited",
        "rate_limited",
        "team_added_to_org",
        "accesslimited",
    }
)
"""Codes of a Slack that will answer better later."""
IN_DOUBT = timedelta(seconds=10)
"""How long a request we gave up may still arrive; nobody looks for its message sooner."""
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""The message was deleted, or may not be edited any more: it has to be posted anew."""
UNREACHABLE = frozenset({"channel_not_found", "not_in_channel", "is_archived", "user_disabled"})

FAULTS = (
    SlackClientError,
    aiohttp.ClientError,
    asyncio.TimeoutError,
    OSError,
    ValueError,
    AttributeError,
)
"""Everything a call may raise: on an answer that is no JSON object (a proxy's page) the SDK trips
over itself with one of the last two."""

_WORDS: Mapping[str, str] = {
    "channel_not_found": "Drumbeat cannot see this channel. Type /invite @Drumbeat in it.",
    "not_in_channel": "Drumbeat is not in this channel. Type /invite @Drumbeat in it.",
    "is_archived": "This channel is archived. Unarchive it, or move the release elsewhere.",
    "message_not_found": "The message was deleted.",
    "cant_update_message": "Slack no longer lets this message be edited.",
    "edit_window_closed": "Slack no longer lets this message be edited.",
    "user_disabled": "This person's account is deactivated.",
    "user_not_found": "Slack does not know this person.",
    "cannot_dm_bot": "This is a bot; it takes no direct messages.",
    "restricted_action": "The workspace's settings do not let Drumbeat post here. Ask an admin.",
    "invalid_auth": "Slack refuses Drumbeat's token. Check SLACK_BOT_TOKEN.",
    "not_authed": "Drumbeat has no token. Set SLACK_BOT_TOKEN.",
    "token_revoked": "Drumbeat's token was revoked. Install the app again.",
    "token_expired": "Drumbeat's token has expired. Install the app again.",
    "account_inactive": "Drumbeat's account was deactivated. Install the app again.",
    "missing_scope": "Drumbeat lacks a permission: add the scope to the Slack app.",
    "no_permission": "Drumbeat lacks a permission: look at the Slack app's scopes.",
}


class SlackRefused(Permanent):
    """Slack said no; `kind` is its error code, the reason says what a person can do."""

    def __init__(self, kind: str, method: str, detail: str = "") -> None:
        said = _WORDS.get(kind, f"Slack refused {method}: {kind}.")
        super().__init__(f"{said} ({detail})" if detail else said)
        self.kind = kind


class SlackMessageGone(SlackRefused, MessageGone):
    """Slack no longer has the message, or lets it be edited no more: it is to be posted anew."""


class SlackPlaceClosed(SlackRefused, PlaceClosed):
    """Drumbeat may not speak there, or nobody hears it."""


def meaning_of(fault: Exception, method: str) -> Transient | SlackRefused:
    """What a failed call means for the one who made it."""
    status, headers, code = _answer_in(fault)
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return Transient(f"{method}: Slack asks to slow down", _retry_after(headers), untried=True)
    if code and code not in PASSING and status < 500:
        return _refused(code)(code, method, _detail(fault))
    what = code or (f"HTTP {status}" if status else type(fault).__name__)
    return Transient(f"{method}: Slack did not answer ({what})", IN_DOUBT)


def _refused(code: str) -> type[SlackRefused]:
    if code in GONE:
        return SlackMessageGone
    return SlackPlaceClosed if code in UNREACHABLE else SlackRefused


def _answer_in(fault: Exception) -> tuple[int, Mapping[str, str], str]:
    """Status, headers and error code, as far as an answer came; the SDK has two shapes of it."""
    answer = getattr(fault, "response", None)
    if answer is None or isinstance(answer, str):
        return 0, {}, ""
    status: Any = getattr(answer, "status_code", None) or getattr(answer, "status", 0)
    data = getattr(answer, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    headers = {str(key).lower(): str(value) for key, value in dict(answer.headers).items()}
    return int(status), headers, str(code)


def _detail(fault: Exception) -> str:
    """The scope that is missing, or what Slack found wrong with our blocks."""
    data = getattr(getattr(fault, "response", None), "data", None)
    if not isinstance(data, dict):
        return ""
    said = (data.get("response_metadata") or {}).get("messages") or []
    needed = [f"needs {data['needed']}"] if data.get("needed") else []
    return "; ".join(str(each) for each in [*needed, *said])[:300]


def _retry_after(headers: Mapping[str, str]) -> timedelta:
    try:
        seconds = float(headers.get("retry-after", "30"))
    except ValueError:
        seconds = 30.0
    return timedelta(seconds=min(max(seconds, 1.0), 3600.0))
