"""`GET /calendar.ics?token=…`: the calendar for calendar programs.

A link that opens nothing is a page that does not exist, and nobody is told why.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from email.utils import format_datetime, parsedate_to_datetime

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.views.feed_file import calendar_file
from orchestration.errors import Transient
from orchestration.feeds.model import PATH
from orchestration.feeds.service import FeedPage, FeedService

LONGEST_TOKEN = 200
A_MINUTE = 30
"""How often one link may be read in a minute by this process; calendar programs ask hourly."""
_KNOWN = 1000
log = structlog.get_logger()


class Turns:
    """How often each link was asked for this minute; those asked for longest ago are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def take(self, link: str) -> bool:
        """False where it was asked for too often."""
        minute = int(self._clock() // 60)
        before, count = self._asked.pop(link, (minute, 0))
        count = count + 1 if before == minute else 1
        self._asked[link] = (minute, count)
        while len(self._asked) > _KNOWN:
            self._asked.popitem(last=False)
        return count <= A_MINUTE


def feed_route(feeds: FeedService) -> Route:
    turns = Turns()

    async def answer(request: Request) -> Response:
        feed_id, _, secret = request.query_params.get("token", "")[:LONGEST_TOKEN].partition(".")
        if not turns.take(feed_id):
            return PlainTextResponse("too often", 429, {"Retry-After": "60"})
        try:
            page = await feeds.read(feed_id, secret)
        except Transient as error:
            log.warning("calendar not read", reason=error.reason)
            return PlainTextResponse("not now", 503, {"Retry-After": "60"})
        if page is None:
            return PlainTextResponse("Not Found", 404)
        return await asyncio.to_thread(_answered, request, page)

    return Route(PATH, answer, methods=["GET"])


def _answered(request: Request, page: FeedPage) -> Response:
    changed_at = page.feed.changed_at
    shown = f"{page.feed.content} {changed_at.isoformat()}"
    tag = f'"{hashlib.sha256(shown.encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(changed_at, usegmt=True),
        "Cache-Control": "private, max-age=300",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    if _has_it(request, page, tag):
        return Response(status_code=304, headers=headers)
    name = f"Releases: {page.feed.filters}" if page.feed.filters else "Releases"
    body = calendar_file(page.entries, name=name)
    headers["Content-Disposition"] = 'inline; filename="releases.ics"'
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _has_it(request: Request, page: FeedPage, tag: str) -> bool:
    """As RFC 9110, 13.2.2, has it: the date counts only where no tag is given."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        given = [each.strip().removeprefix("W/") for each in tags.split(",")]
        return tag in given or "*" in given
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return page.feed.changed_at <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
