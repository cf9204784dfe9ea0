"""Slack as a place for pictures: uploaded for us alone, and whether one can be shown.

Slack looks at a file first, for a second or so: shown before, the message is refused
(slackapi/python-slack-sdk, issue 1521).
"""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.pictures.studio import draw
from bot.slack_files import SlackFiles
from bot.views.calendar_text import calendar_alt
from bot.views.picture_text import alt_text
from bot.views.text import one_line
from orchestration.calendar.page import CalendarPage
from orchestration.read_models.pages import Page


class SlackPictures:
    """`orchestration.ports.PictureFiles` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._files = SlackFiles(client, budget)

    async def give(self, page: Page) -> str:
        """Draw the page and upload it, for us alone; the file's id."""
        png = await draw(page)
        if isinstance(page, CalendarPage):
            name, alt = "calendar", calendar_alt(page, 1000)
        else:
            name, alt = "process", alt_text(page, 1000)
        return await self._files.upload(
            f"{name}-{page.key[:12]}.png",
            png,
            mimetype="image/png",
            title=one_line(f"{page.title}: {page.subtitle}", 150),
            alt=alt,
        )

    async def ready(self, file: str) -> bool:
        """True once Slack knows it as an image."""
        known = await self._files.known(file)
        return str(known.get("mimetype") or "").startswith("image/")
