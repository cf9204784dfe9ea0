"""One payload of Slack's, read once: who, where, what, and by which key it cannot count twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from orchestration.errors import Rejected
from orchestration.values import ChannelId, Frozen, UserId

Json = dict[str, Any]
Carried = TypeVar("Carried", bound=Frozen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who may act is decided from `by` and the state; nothing else in a payload is authority."""

    kind: Literal["command", "action", "shortcut", "submission", "event"]
    by: UserId
    door_key: str
    channel: ChannelId | None = None
    thread_ts: str = ""
    trigger_id: str = ""
    """Opens one form within three seconds; events have none."""
    response_url: str = ""
    ephemeral: bool = False
    """True when what was clicked is a private message, which only its response URL can change."""
    text: str = ""
    value: str = ""
    view: Json = field(default_factory=dict)
    body: Json = field(default_factory=dict)

    @property
    def in_dm(self) -> bool:
        return bool(self.channel and self.channel.startswith("D"))

    @property
    def place(self) -> ChannelId | None:
        """The channel a form should offer first; a DM is nobody's release channel."""
        return None if self.in_dm else self.channel

    @property
    def attached(self) -> tuple[str, ...]:
        """The ids of the files that lie in the message."""
        files = (self.body.get("event") or {}).get("files") or ()
        return tuple(str(each["id"]) for each in files if isinstance(each, dict) and each.get("id"))

    @property
    def message_ts(self) -> str:
        """Of the message that was clicked, where everybody there sees it."""
        lasts = self.kind == "action" and not self.ephemeral
        return str((self.body.get("container") or {}).get("message_ts") or "") if lasts else ""

    @property
    def spoken(self) -> bool:
        """True where somebody waits for an answer; Slack tells us of much else."""
        said = (self.body.get("event") or {}).get("type")
        return self.kind != "event" or said in {"app_mention", "message"}

    @property
    def third(self) -> bool:
        """True where the form lies third: Slack stacks no more over it."""
        below = self.view.get("previous_view_id")
        return bool(below) and below != self.view.get("root_view_id")

    @property
    def fields(self) -> frozenset[str]:
        """The block ids of the form: Slack takes errors only for those that are there."""
        return frozenset(str(each.get("block_id")) for each in self.view.get("blocks") or ())

    def carried(self, kind: type[Carried]) -> Carried:
        """What the button or option carries; raises `Rejected` for one of an older version."""
        try:
            return kind.model_validate_json(self.value)
        except ValidationError:
            raise Rejected(OUTDATED) from None


OUTDATED = (
    "This button is from an older version of Drumbeat. "
    "Use the newest card, or ask for the status again."
)


def command(body: Json) -> Heard:
    """A slash command; its trigger id is unique, so it is the key too."""
    return Heard(
        kind="command",
        by=UserId(body["user_id"]),
        door_key=str(body.get("trigger_id", "")),
        channel=_channel(body.get("channel_id")),
        trigger_id=str(body.get("trigger_id", "")),
        response_url=str(body.get("response_url", "")),
        text=str(body.get("text") or ""),
        body=body,
    )


def action(body: Json) -> Heard:
    """A button, menu or select, in a message, a modal or App Home."""
    clicked: Json = (body.get("actions") or [{}])[0]
    container: Json = body.get("container") or {}
    channel: Json = body.get("channel") or {}
    message: Json = body.get("message") or {}
    return Heard(
        kind="action",
        by=UserId(body["user"]["id"]),
        door_key=str(body.get("trigger_id", "")),
        channel=_channel(channel.get("id") or container.get("channel_id")),
        thread_ts=str(message.get("thread_ts") or container.get("thread_ts") or ""),
        trigger_id=str(body.get("trigger_id", "")),
        response_url=str(body.get("response_url", "")),
        ephemeral=bool(container.get("is_ephemeral")),
        value=_chosen(clicked),
        view=body.get("view") or {},
        body=body,
    )


def shortcut(body: Json) -> Heard:
    """A shortcut in the menu of a message; `thread_ts` is that message's own."""
    message: Json = body.get("message") or {}
    return Heard(
        kind="shortcut",
        by=UserId(body["user"]["id"]),
        door_key=str(body.get("trigger_id", "")),
        channel=_channel((body.get("channel") or {}).get("id")),
        thread_ts=str(message.get("thread_ts") or ""),
        trigger_id=str(body.get("trigger_id", "")),
        response_url=str(body.get("response_url", "")),
        body=body,
    )


def submission(body: Json) -> Heard:
    """A modal that was sent; sent again after an error it has the same id, and so the same key."""
    view: Json = body["view"]
    return Heard(
        kind="submission",
        by=UserId(body["user"]["id"]),
        door_key=str(view["id"]),
        trigger_id=str(body.get("trigger_id", "")),
        view=view,
        body=body,
    )


def event(body: Json) -> Heard:
    """An event; a redelivery has the same `event_id`."""
    said: Json = body["event"]
    return Heard(
        kind="event",
        by=UserId(str(_id_in(said.get("user")))),
        door_key=str(body.get("event_id", "")),
        channel=_channel(said.get("channel")),
        thread_ts=str(said.get("thread_ts") or ""),
        text=str(said.get("text") or ""),
        body=body,
    )


def _chosen(clicked: Json) -> str:
    option: Json = clicked.get("selected_option") or {}
    return str(clicked.get("value") or option.get("value") or "")


def _channel(channel: Any) -> ChannelId | None:
    return ChannelId(channel) if isinstance(channel, str) and channel else None


def _id_in(user: Any) -> str:
    return str(user.get("id", "")) if isinstance(user, dict) else str(user or "")
