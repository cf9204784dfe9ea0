"""Slack's text: what typing becomes on the wire, and what the app's own text becomes when kept."""

import re
from collections.abc import Iterable

from bot.playground.shapes import Json
from bot.playground.workspace import Workspace

ENTITY = re.compile(
    r"<(?:[@#][A-Z0-9]{6,}(?:\|[^>]*)?|![a-z][^>]*|(?:https?|mailto|tel|slack)[:/][^>]+)>"
)
BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")
TYPED_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
BROADCASTS = {"here": "<!here>", "channel": "<!channel>", "everyone": "<!everyone>"}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_kept(text: str) -> str:
    """The app's text as `conversations.history` gives it back: stray `& < >` escaped."""
    kept: list[str] = []
    end = 0
    for match in ENTITY.finditer(text):
        kept.append(_escape_stray(text[end : match.start()]))
        kept.append(match.group())
        end = match.end()
    kept.append(_escape_stray(text[end:]))
    return "".join(kept)


def _escape_stray(text: str) -> str:
    return BARE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


class Typing:
    """Turns what a person types into Slack's form: escaped, with names and channels linked.

    `command=True` gives the form of a slash command with `should_escape`: `<@U1|name>`.
    """

    def __init__(self, workspace: Workspace, *, command: bool = False) -> None:
        self._command = command
        self._names: dict[str, str] = {} if command else dict(BROADCASTS)
        for person in workspace.people.values():
            label = f"|{person.name}" if command else ""
            for name in (person.name, person.real_name, person.id):
                self._names.setdefault(name.casefold(), f"<@{person.id}{label}>")
        for group in workspace.groups.values():
            label = f"|@{group.handle}" if command else ""
            self._names.setdefault(group.handle.casefold(), f"<!subteam^{group.id}{label}>")
        self._channels = {
            channel.name.casefold(): f"<#{channel.id}|{channel.name}>"
            for channel in workspace.channels.values()
            if not channel.is_im
        }
        self._users = set(workspace.people)
        self._pattern = re.compile(
            r"(?P<known><@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>)"
            rf"|(?<![\w@])@(?P<name>{_alternatives(self._names)})(?![\w-])"
            rf"|(?<![\w#&])#(?P<channel>{_alternatives(self._channels)})(?![\w-])"
            rf"|(?P<link>{TYPED_LINK.pattern})",
            re.IGNORECASE,
        )

    def sent(self, typed: str) -> str:
        """The text that goes over the wire; only ids that exist may be typed as `<@U…>`."""
        pieces: list[str] = []
        end = 0
        for match in self._pattern.finditer(typed):
            pieces.append(escape(typed[end : match.start()]))
            pieces.append(self._linked(match))
            end = match.end()
        pieces.append(escape(typed[end:]))
        return "".join(pieces)

    def _linked(self, match: re.Match[str]) -> str:
        if match["known"]:
            known = match["id"] in self._users
            return self._names[match["id"].casefold()] if known else escape(match["known"])
        if match["name"]:
            return self._names[match["name"].casefold()]
        if match["channel"]:
            return self._channels[match["channel"].casefold()]
        return escape(match["link"]) if self._command else f"<{escape(match['link'])}>"


def _alternatives(names: Iterable[str]) -> str:
    # Longest first, so that "Dana Whitfield" is not read as "Dana" and a surname.
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name) for name in ordered) or r"(?!)"


WIRE_PIECE = re.compile(r"<([@#!])?([^>|]+)(?:\|([^>]*))?>")


def as_rich_text(text: str) -> list[Json]:
    """The `blocks` Slack adds to what a person typed: one rich text section."""
    elements: list[Json] = []
    end = 0

    def plain(piece: str) -> None:
        if piece:
            said = piece.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            elements.append({"type": "text", "text": said})

    for match in WIRE_PIECE.finditer(text):
        plain(text[end : match.start()])
        elements.append(_rich_element(match))
        end = match.end()
    plain(text[end:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _rich_element(match: re.Match[str]) -> Json:
    sign, target, _ = match.groups()
    if sign == "@":
        return {"type": "user", "user_id": target}
    if sign == "#":
        return {"type": "channel", "channel_id": target}
    if sign == "!" and target.startswith("subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("subteam^")}
    if sign == "!":
        return {"type": "broadcast", "range": target}
    return {"type": "link", "url": target}
