"""What a workspace holds: people, groups, channels, messages, views, files."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Self

from bot.playground.shapes import Json


class Document:
    """Something the journal keeps under its kind and key."""

    kind: ClassVar[str]

    @property
    def key(self) -> str:
        raise NotImplementedError

    def dump(self) -> Json:
        return asdict(self)  # type: ignore[call-overload,no-any-return]  # every Document is a dataclass

    @classmethod
    def load(cls, body: Json) -> Self:
        known = {each.name for each in fields(cls)}  # type: ignore[arg-type]  # see dump
        return cls(**{name: value for name, value in body.items() if name in known})


@dataclass
class Person(Document):
    kind: ClassVar[str] = "person"
    id: str
    name: str
    real_name: str
    title: str = ""
    avatar_color: str = "#4a6fa5"
    is_admin: bool = False
    is_bot: bool = False
    tz: str = "Europe/London"
    deactivated: bool = False
    email: str = ""
    dnd: Json = field(default_factory=dict)
    updated: int = 0
    locale: str = "en-GB"

    @property
    def key(self) -> str:
        return self.id


@dataclass
class Group(Document):
    kind: ClassVar[str] = "group"
    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)
    updated: int = 0

    @property
    def key(self) -> str:
        return self.id


@dataclass
class Channel(Document):
    kind: ClassVar[str] = "channel"
    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_im: bool = False
    user: str | None = None
    is_private: bool = False
    is_archived: bool = False
    created: int = 0
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.id


@dataclass
class Message(Document):
    """A message; `visible_to` marks an ephemeral one, which Slack (and we) never keep on disk."""

    kind: ClassVar[str] = "message"
    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    username: str | None = None
    subtype: str | None = None
    edited: Json | None = None
    files: list[str] = field(default_factory=list)
    reactions: list[Json] = field(default_factory=list)
    reply_broadcast: bool = False
    visible_to: str | None = None
    streaming: bool = False
    client_msg_id: str | None = None

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.ts}"


@dataclass
class View(Document):
    """A modal in one person's stack, or their App Home; `content` is what the app sent."""

    kind: ClassVar[str] = "view"
    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    external_id: str = ""
    state: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.id

    @property
    def is_home(self) -> bool:
        return self.content.get("type") == "home"


@dataclass
class StoredFile(Document):
    kind: ClassVar[str] = "file"
    id: str
    name: str
    title: str
    mimetype: str
    size: int
    user: str
    created: int
    content: str = ""  # base64: the journal holds JSON
    channels: list[str] = field(default_factory=list)
    shared: bool = False
    ready_at: float = 0.0
    """When Slack has looked at it: before, it has no kind and cannot be shown."""

    def shown_at(self, now: float) -> bool:
        return self.shared and now >= self.ready_at

    @property
    def key(self) -> str:
        return self.id
