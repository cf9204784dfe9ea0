"""Slack's rate limits: a tier per method and workspace, and one post a second per channel."""

import math
import time
from collections import defaultdict, deque

MINUTE = 60.0
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100

TIERS: dict[str, int] = {
    **dict.fromkeys(
        (
            "bookmarks.add",
            "chat.startStream",
            "chat.stopStream",
            "conversations.list",
            "files.getUploadURLExternal",
            "files.completeUploadExternal",
            "pins.add",
            "pins.list",
            "pins.remove",
            "usergroups.list",
            "usergroups.users.list",
            "users.list",
        ),
        TIER_2,
    ),
    **dict.fromkeys(
        (
            "bots.info",
            "chat.delete",
            "chat.update",
            "conversations.history",
            "conversations.info",
            "conversations.join",
            "conversations.open",
            "conversations.replies",
            "dnd.info",
            "reactions.add",
            "team.info",
            "users.conversations",
        ),
        TIER_3,
    ),
    **dict.fromkeys(
        (
            "chat.appendStream",
            "chat.postEphemeral",
            "conversations.members",
            "files.info",
            "users.info",
            "users.profile.get",
            "views.open",
            "views.publish",
            "views.push",
            "views.update",
        ),
        TIER_4,
    ),
    "apps.connections.open": TIER_1 * 10,  # documented as tier 1; bursts of ten connections pass
    "chat.postMessage": 300,  # "several hundred a minute" for the workspace
}

CHANNEL_BURST = 5.0  # posts; Slack says "short bursts" without a number


class RateLimits:
    """Counts calls in sliding minutes; `admit` says how long to wait, or None to go on."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._allowance: dict[str, tuple[float, float]] = {}

    def admit(self, method: str, channel: str | None) -> int | None:
        """Whole seconds for Retry-After when `method` is over its limit; refused calls are free."""
        limit = TIERS.get(method)
        if not self.on or limit is None:
            return None
        now = time.monotonic()
        calls = self._calls[method]
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= limit:
            return max(1, math.ceil(calls[0] + MINUTE - now))
        if method == "chat.postMessage" and channel and not self._take_channel_turn(channel, now):
            return 1
        calls.append(now)
        return None

    def _take_channel_turn(self, channel: str, now: float) -> bool:
        left, seen_at = self._allowance.get(channel, (CHANNEL_BURST, now))
        left = min(CHANNEL_BURST, left + now - seen_at)
        taken = left >= 1.0
        self._allowance[channel] = (left - 1.0 if taken else left, now)
        return taken

    def forget(self) -> None:
        self._calls.clear()
        self._allowance.clear()
