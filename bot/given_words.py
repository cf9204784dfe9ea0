"""What people said and attached in Slack, to be drafted from: threads, and documents as words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.budget import Budget
from bot.documents.kinds import LARGEST, Unreadable, kind_of
from bot.documents.reader import TOO_LARGE, DocumentReader
from bot.slack_answers import SlackRefused
from bot.slack_files import SlackFiles
from bot.slack_text import as_typed
from bot.views.text import one_line
from orchestration.errors import Permanent
from orchestration.ports import Said
from orchestration.processes.tabular.document import Document
from orchestration.values import ChannelId

_FROM_PEOPLE: Final = {None, "", "file_share", "thread_broadcast"}
_WORDLESS: Final = ("image/", "video/", "audio/")
_PAGE, _PAGES = 200, 5
_GONE: Final = "It is not in Slack any more."


class SlackGivenWords:
    """`orchestration.ports.GivenWords` over Slack's Web API."""

    def __init__(self, client: AsyncWebClient, budget: Budget | None = None) -> None:
        self._files = SlackFiles(client, budget)
        self._reader = DocumentReader()

    async def thread(self, channel: ChannelId, ts: str) -> tuple[Said, ...]:
        """Up to a thousand messages; what bots say is no part of how people release."""
        client, said, cursor = self._files.client, list[Said](), ""
        for _ in range(_PAGES):
            page = partial(
                client.conversations_replies,
                channel=channel,
                ts=ts,
                limit=_PAGE,
                cursor=cursor or None,
            )
            body = await self._files.call("conversations.replies", page)
            said += [said_in(each) for each in body.get("messages") or () if _by_a_person(each)]
            cursor = str((body.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return tuple(said)

    async def document(self, file: str) -> Document | None:
        try:
            known = await self._files.known(file)
        except SlackRefused as refused:
            why = _GONE if refused.kind in {"file_not_found", "file_deleted"} else refused.reason
            raise Permanent(f"An attached file was not read. {why}") from refused
        name = one_line(str(known.get("name") or known.get("title") or "file"), 120)
        if str(known.get("mimetype")).startswith(_WORDLESS):
            return None
        try:
            return await self._read(known, name)
        except Permanent as refusal:
            raise Permanent(f"“{name}” was not read. {refusal.reason}") from refusal

    async def _read(self, known: Mapping[str, Any], name: str) -> Document:
        url = str(known.get("url_private") or "")
        if known.get("mode") == "tombstone" or not url:
            raise Permanent(_GONE)
        if int(known.get("size") or 0) > LARGEST:
            raise Permanent(TOO_LARGE)
        snippet = known.get("mode") == "snippet"  # text pasted as a file, called as one likes
        try:
            kind = "text" if snippet else kind_of(name)
        except Unreadable as refused:
            raise Permanent(str(refused)) from refused
        content = bytearray()
        html = str(known.get("mimetype")) == "text/html"
        async with self._files.streamed(url, may_be_html=html) as pieces:
            async for piece in pieces:
                content += piece
                if len(content) > LARGEST:
                    raise Permanent(TOO_LARGE)
        if kind == "text":
            return Document(name=name, text=content.decode("utf-8-sig", "replace"))
        return await self._reader.read(name, bytes(content))


def said_in(message: Mapping[str, Any]) -> Said:
    """A message as Slack shows it to apps, in the words that were typed."""
    files = message.get("files") or ()
    return Said(
        ts=str(message.get("ts") or ""),
        text=as_typed(str(message.get("text") or "")),
        files=tuple(str(each["id"]) for each in files if isinstance(each, dict) and each.get("id")),
    )


def _by_a_person(message: Mapping[str, Any]) -> bool:
    return not message.get("bot_id") and message.get("subtype") in _FROM_PEOPLE
