"""How a simulated workspace is set up: addresses, tokens, what the app subscribed to."""

from dataclasses import dataclass
from pathlib import Path

DEMO_BOT_TOKEN = "xoxb-playground-0001-drumbeat"  # noqa: S105 - opens nothing but the simulation
DEMO_APP_TOKEN = "xapp-1-A0DRUMBEAT1-playground"  # noqa: S105 - see above
DEMO_SIGNING_SECRET = "playground-signing-secret"  # noqa: S105 - see above
VERIFICATION_TOKEN = "playground-verification"  # noqa: S105 - Slack's retired token, still in payloads

SUBSCRIPTIONS = (
    "app_mention",
    "message.im",
    "app_home_opened",
    "user_change",
    "subteam_created",
    "subteam_updated",
    "subteam_members_changed",
    "member_joined_channel",
)

SCOPES = (
    "app_mentions:read,bookmarks:write,channels:history,channels:join,channels:read,chat:write,"
    "commands,dnd:read,files:read,files:write,groups:history,groups:read,im:history,im:read,"
    "im:write,pins:read,pins:write,reactions:write,team:read,usergroups:read,users.profile:read,"
    "users:read,users:read.email"
)

MESSAGE_SHORTCUTS = {"draft.from_message": "Draft a process"}
"""By callback id, what the app's manifest puts into the menu of a message."""


@dataclass(frozen=True)
class PlaygroundConfig:
    """Everything that can be chosen when a workspace starts; times are seconds.

    `event_retry_delays` are Slack's: at once, after a minute, after five.
    """

    file: Path | None = None
    host: str = "127.0.0.1"
    port: int = 3100
    bot_url: str | None = None
    signing_secret: str = DEMO_SIGNING_SECRET
    bot_token: str = DEMO_BOT_TOKEN
    app_token: str = DEMO_APP_TOKEN
    command: str = "/release"
    seed: str = "demo"
    rate_limits: bool = True
    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    file_seconds: float = 0.5
    event_retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    subscriptions: tuple[str, ...] = SUBSCRIPTIONS

    @property
    def base_url(self) -> str:
        return f"http://{self.host}:{self.port}"
