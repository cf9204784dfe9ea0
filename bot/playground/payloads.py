"""What Slack sends an app: slash commands, interactions and events, in their documented shape."""

import secrets

from bot.playground.appearance import Appearance, seconds_now
from bot.playground.config import VERIFICATION_TOKEN
from bot.playground.identity import new_id
from bot.playground.interactive import Found, current_state
from bot.playground.model import Channel, Message, Person, View
from bot.playground.seed import APP_ID
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


class Payloads:
    """Builds every payload for one workspace and its one app."""

    def __init__(self, workspace: Workspace, appearance: Appearance) -> None:
        self._workspace = workspace
        self._appearance = appearance

    def command(
        self, person: Person, channel: Channel, command: str, text: str, *, passes: Json
    ) -> Json:
        """The form of a slash command; `passes` are its trigger id and response URL."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._workspace.team["id"],
            "team_domain": self._workspace.team["domain"],
            "channel_id": channel.id,
            "channel_name": self.channel_name(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            **passes,
        }

    def interaction(self, kind: str, person: Person) -> Json:
        """What every interaction begins with."""
        return {
            "type": kind,
            "team": {"id": self._workspace.team["id"], "domain": self._workspace.team["domain"]},
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": self._workspace.team["id"],
            },
            "api_app_id": APP_ID,
            "token": VERIFICATION_TOKEN,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def place(self, place: Message | View, person: Person) -> Json:
        """Where an element stands: container, and the message with its channel, or the view."""
        if isinstance(place, View):
            shown = self._appearance.view(place)
            return {"container": {"type": "view", "view_id": place.id}, "view": shown}
        channel = self._workspace.channels[place.channel]
        container: Json = {
            "type": "message",
            "message_ts": place.ts,
            "channel_id": place.channel,
            "is_ephemeral": bool(place.visible_to),
        }
        if place.thread_ts:
            container["thread_ts"] = place.thread_ts
        body: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": self.channel_name(channel)},
        }
        kept = self._workspace.message_state.get((place.key, person.id), {})
        body["state"] = {"values": current_state(place.blocks, kept)}
        if not place.visible_to:
            # Slack leaves an ephemeral message's content out of the payload.
            body["message"] = self._appearance.message(place, metadata=True)
        return body

    def action(self, found: Found, state: Json | None) -> Json:
        """The entry of `actions` for one click or choice."""
        element = found.element
        ts = self._workspace.timestamps.issue()
        action: Json = {
            "type": element["type"],
            "action_id": found.action_id,
            "block_id": found.block_id,
            "action_ts": ts,
        }
        copied = (
            ("text", "value", "url", "style") if element["type"] == "button" else ("placeholder",)
        )
        action.update({name: element[name] for name in copied if name in element})
        return {**action, **(state or {})}

    def event(self, event: Json) -> Json:
        """The outer event: `event_id` is unique, and the same in every redelivery."""
        team = self._workspace.team["id"]
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": seconds_now(),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": self._workspace.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_urlsafe(24)}",
        }

    def message_event(self, message: Message) -> Json:
        channel = self._workspace.channels[message.channel]
        shown = self._appearance.message(message, metadata=False)
        event: Json = {
            **shown,
            "channel": message.channel,
            "event_ts": message.ts,
            "channel_type": self.channel_type(channel),
        }
        return event

    @staticmethod
    def channel_name(channel: Channel) -> str:
        if channel.is_im:
            return "directmessage"
        return "privategroup" if channel.is_private else channel.name

    @staticmethod
    def channel_type(channel: Channel) -> str:
        if channel.is_im:
            return "im"
        return "group" if channel.is_private else "channel"
