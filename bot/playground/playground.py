"""One simulated workspace with all its parts, as the Web API and the control API share it."""

from dataclasses import dataclass

from bot.playground.appearance import Appearance
from bot.playground.calls import Calls
from bot.playground.config import PlaygroundConfig
from bot.playground.delivery import Delivery
from bot.playground.faults import DELIVERY, Faults
from bot.playground.journal import Journal
from bot.playground.model import Message
from bot.playground.passes import ResponseUrls, Triggers
from bot.playground.payloads import Payloads
from bot.playground.rate_limits import RateLimits
from bot.playground.shapes import Json
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Workspace


@dataclass
class Playground:
    """The parts; each owns its own rules."""

    config: PlaygroundConfig
    workspace: Workspace
    appearance: Appearance
    payloads: Payloads
    faults: Faults
    calls: Calls
    limits: RateLimits
    triggers: Triggers
    response_urls: ResponseUrls
    sockets: SocketMode
    delivery: Delivery
    subscriptions: set[str]

    @classmethod
    def assembled(cls, config: PlaygroundConfig) -> "Playground":
        workspace = Workspace(Journal(config.file), config.seed)
        appearance = Appearance(workspace, config.base_url)
        sockets = SocketMode(config.base_url)
        faults = Faults()
        return cls(
            config=config,
            workspace=workspace,
            appearance=appearance,
            payloads=Payloads(workspace, appearance),
            faults=faults,
            calls=Calls(),
            limits=RateLimits(on=config.rate_limits),
            triggers=Triggers(config.trigger_seconds),
            response_urls=ResponseUrls(config.base_url),
            sockets=sockets,
            delivery=Delivery(config, sockets, faults),
            subscriptions=set(config.subscriptions),
        )

    def trigger(self, user: str, *, view: str | None = None) -> str:
        """A fresh trigger id, or a stale one when that fault is due."""
        expired = self.faults.strike(DELIVERY, "expired_trigger") is not None
        return self.triggers.issue(user, view=view, expired=expired)

    def tell(self, name: str, event: Json) -> None:
        """Send `event` if the app subscribed to `name` (such as "message.im")."""
        if name in self.subscriptions:
            self.delivery.send_event(self.payloads.event(event))

    def tell_of_message(self, message: Message) -> None:
        """The events one new message causes: message.* and, where the app is named, app_mention."""
        channel = self.workspace.channels[message.channel]
        bot = self.workspace.bot_user
        if message.visible_to or bot not in channel.members:
            return
        event = self.payloads.message_event(message)
        self.tell(f"message.{self._message_kind(message)}", event)
        if not channel.is_im and message.user != bot and f"<@{bot}>" in message.text:
            mention = {**event, "type": "app_mention"}
            mention.pop("channel_type")
            mention.pop("subtype", None)
            self.tell("app_mention", mention)

    def tell_of_change(self, message: Message, previous: Json, subtype: str) -> None:
        """`message_changed` or `message_deleted`, where the app listens to that channel."""
        event: Json = {
            "type": "message",
            "subtype": subtype,
            "channel": message.channel,
            "channel_type": self.payloads.channel_type(self.workspace.channels[message.channel]),
            "previous_message": previous,
            "hidden": True,
            "ts": self.workspace.timestamps.issue(),
        }
        event["event_ts"] = event["ts"]
        if subtype == "message_changed":
            event["message"] = self.appearance.message(message, metadata=False)
        else:
            event["deleted_ts"] = message.ts
        self.tell(f"message.{self._message_kind(message)}", event)

    def _message_kind(self, message: Message) -> str:
        kind = self.payloads.channel_type(self.workspace.channels[message.channel])
        return {"im": "im", "group": "groups"}.get(kind, "channels")

    async def close(self) -> None:
        await self.delivery.close()
        self.workspace.journal.close()
