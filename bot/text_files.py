"""Processes as files in Slack: what people uploaded as text, and YAML into their messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.slack_files import SlackFiles, too_large
from bot.views.text import name, one_line
from orchestration.errors import Permanent
from orchestration.ports import TextFile
from orchestration.processes.code.reading import LARGEST
from orchestration.values import UserId

_BEFORE: Final = timedelta(seconds=10)
"""Our clock and Slack's may differ by so much."""
_NO_TEXT: Final = "It is not text. Drumbeat reads processes as YAML files in UTF-8."


class SlackTextFiles:
    """`orchestration.ports.TextFiles` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._files = SlackFiles(client, budget)

    async def fetch(self, file: str) -> TextFile:
        """What a person uploaded, as text; from Slack's own host and nowhere else."""
        known = await self._files.known(file)
        if known.get("mode") == "tombstone" or not known.get("url_private"):
            raise Permanent("It is not in Slack any more. Upload it again.")
        if int(known.get("size") or 0) > LARGEST:
            raise Permanent(too_large(LARGEST))
        content = await self._files.download(str(known["url_private"]), most=LARGEST)
        return TextFile(
            name=one_line(str(known.get("name") or "file"), 120), text=_text_of(content)
        )

    async def send(self, person: UserId, file: TextFile, *, since: datetime | None) -> None:
        """A message with the file; one that an earlier try may have left is looked for first.

        Such a message carries no metadata: it is known by the file's name and title.
        """
        call, client = self._files.call, self._files.client
        opened = await call("conversations.open", lambda: client.conversations_open(users=person))
        channel, title = str(opened["channel"]["id"]), one_line(file.title, 150)
        if since is not None:
            oldest = f"{(since - _BEFORE).timestamp():.6f}"
            body = await call(
                "conversations.history",
                lambda: client.conversations_history(channel=channel, oldest=oldest, limit=200),
            )
            there = [each for said in body.get("messages", ()) for each in said.get("files") or ()]
            if any((e.get("name"), e.get("title")) == (file.name, title) for e in there):
                return
        await self._files.upload(
            file.name,
            file.text.encode(),
            mimetype="text/plain",
            title=title,
            channel=channel,
            comment=f"{name(file.title)}. Change it in an editor and give it back to me.",
        )


def _text_of(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Permanent(_NO_TEXT) from None
    if "\x00" in text:
        raise Permanent(_NO_TEXT)
    return text
