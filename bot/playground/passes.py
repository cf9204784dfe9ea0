"""Short-lived credentials: trigger ids (3 s, single use) and response URLs (5 posts, 30 min)."""

import secrets
import time
from dataclasses import dataclass

from bot.playground.shapes import SlackError

RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_POSTS = 5


@dataclass
class Trigger:
    user: str
    expires_at: float
    view: str | None = None
    used: bool = False


class Triggers:
    """Issues trigger ids and takes each back once, within its few seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, *, view: str | None = None, expired: bool = False) -> str:
        now = time.monotonic()
        for old in [t for t, trigger in self._issued.items() if trigger.expires_at < now - 600]:
            del self._issued[old]
        number = secrets.randbelow(10**12)
        trigger_id = f"{number}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        lasting = -1.0 if expired else self._seconds
        self._issued[trigger_id] = Trigger(user, now + lasting, view)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Give the trigger for its id, or refuse with the code Slack documents."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if trigger.expires_at < time.monotonic():
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """Where an app may answer an interaction: `message_ts` is what `replace_original` means."""

    channel: str
    user: str
    expires_at: float
    message_ts: str | None = None
    posts: int = 0


class ResponseUrls:
    """Issues response URLs and counts their use."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, channel: str, user: str, *, message_ts: str | None = None) -> str:
        now = time.monotonic()
        for old in [key for key, url in self._issued.items() if url.expires_at < now]:
            del self._issued[old]
        key = secrets.token_urlsafe(18)
        self._issued[key] = ResponseUrl(channel, user, now + RESPONSE_URL_SECONDS, message_ts)
        return f"{self._base_url}/commands/{key}"

    def answers(self, address: str, message_ts: str) -> None:
        """Note the first answer given through `address`: what `replace_original` replaces."""
        url = self._issued[address.rpartition("/")[2]]
        url.message_ts = url.message_ts or message_ts

    def use(self, key: str) -> ResponseUrl:
        """The URL's target; `expired_url` after 30 minutes, `used_url` after five posts."""
        url = self._issued.get(key)
        if url is None or url.expires_at < time.monotonic():
            raise SlackError("expired_url")
        if url.posts >= RESPONSE_URL_POSTS:
            raise SlackError("used_url")
        url.posts += 1
        return url
