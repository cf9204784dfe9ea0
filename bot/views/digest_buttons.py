"""What there is to press for digests and for links to the calendar, and what comes back."""

from __future__ import annotations

from orchestration.values import ChannelId, Frozen

FORM = "digest"
SET_UP = "digest.set_up"
"""Opens the form of a channel's digest."""
CALENDAR = "digest.calendar"
MINE = "digest.mine"
"""Shows what waits for whoever presses it."""
HOME_PERSONAL = "home.digest"
FEED_NEW = "feed.new"
FEED_REVOKE = "feed.revoke"


class DigestForm(Frozen):
    channel: ChannelId


class FeedButton(Frozen):
    feed_id: str
