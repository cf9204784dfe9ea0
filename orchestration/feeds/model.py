"""A feed: the calendar of releases as somebody's calendar program reads it, by a secret link."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

from orchestration.values import Frozen, UserId

PATH: Final = "/calendar.ics"
"""Where the web server answers; what opens a feed is `token` in the query."""


class Feed(Frozen):
    """One link that somebody made; whoever has it sees what that person may look at."""

    id: str
    person: UserId
    secret_hash: str
    """SHA-256 of the link's secret: the secret itself is told once and kept nowhere."""
    filters: str = ""
    """As they were typed, in the words of `calendar`: `group:payments tag:eu`."""
    made_at: datetime
    revoked_at: datetime | None = None
    content: str = ""
    """The fingerprint of what it last showed."""
    changed_at: datetime
    """When that came to be: to the second, as HTTP has it."""

    def opens_with(self, secret: str) -> bool:
        """Compared in constant time, as the secret of a link must be."""
        return hmac.compare_digest(hashed(secret), self.secret_hash)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(feed_id: str, secret: str) -> str:
    """What stands in the link: which feed it is, and what opens it."""
    return f"{feed_id}.{secret}"
