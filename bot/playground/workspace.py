"""The state of the workspace: what exists, who may see it, and who is told that it changed."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable

from bot.playground.identity import Timestamps, new_id
from bot.playground.journal import Journal
from bot.playground.model import Channel, Document, Group, Message, Person, StoredFile, View
from bot.playground.seed import BOT_ID, BOT_USER, TEAM, seed
from bot.playground.shapes import Json, Refused, SlackError

KEPT_VERSIONS = 20  # of a message's blocks, so that a click on a vanished button can be made


class Workspace:
    """People, channels, messages, views and files, each written to the journal when it changes."""

    def __init__(self, journal: Journal, seed_name: str) -> None:
        self.journal = journal
        self.team: Json = dict(TEAM)
        self.bot_user = BOT_USER
        self.bot_id = BOT_ID
        self.revision = 0
        self._seed_name = seed_name
        self._watchers: set[asyncio.Queue[Json]] = set()
        self._read_back()

    def _read_back(self) -> None:
        self.timestamps = Timestamps()
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = defaultdict(dict)
        self.threads: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.views: dict[str, View] = {}
        self.files: dict[str, StoredFile] = {}
        self.versions: dict[str, list[list[Json]]] = defaultdict(list)
        self.message_state: dict[tuple[str, str], Json] = {}
        for kind in (Person, Group, Channel, StoredFile, View, Message):
            for body in self.journal.read(kind.kind):
                self._hold(kind.load(body))
        if not self.people:
            for each in seed(self._seed_name):
                self.save(each)

    def reset(self) -> None:
        """Forget everything and seed anew; timestamps go on increasing."""
        self.journal.clear()
        issued = self.timestamps.issue()
        self._read_back()
        self.timestamps.following(issued)
        self.changed()

    # --- keeping -------------------------------------------------------------------------

    def _hold(self, document: Document) -> None:
        match document:
            case Person():
                self.people[document.id] = document
            case Group():
                self.groups[document.id] = document
            case Channel():
                self.channels[document.id] = document
            case StoredFile():
                self.files[document.id] = document
            case View():
                self.views[document.id] = document
            case Message():
                self._hold_message(document)

    def _hold_message(self, message: Message) -> None:
        if message.ts not in self.messages[message.channel]:
            self.timestamps.following(message.ts)
            if message.thread_ts and message.thread_ts != message.ts:
                self.threads[message.channel, message.thread_ts].append(message.ts)
        self.messages[message.channel][message.ts] = message

    def save(self, document: Document) -> None:
        """Hold `document`, write it (an ephemeral message is only held), and tell the watchers."""
        self._hold(document)
        if not (isinstance(document, Message) and document.visible_to):
            self.journal.put(document.kind, document.key, document.dump())
        if isinstance(document, Message):
            versions = self.versions[document.key]
            if document.blocks and (not versions or versions[-1] != document.blocks):
                versions.append(document.blocks)
                del versions[:-KEPT_VERSIONS]
        match document:
            case Message():
                self.changed(document.channel)
            case Channel():
                self.changed(document.id)
            case _:
                self.changed()

    def remove(self, document: View | Message) -> None:
        self.journal.drop(document.kind, document.key)
        if isinstance(document, View):
            self.views.pop(document.id, None)
            self.changed()
            return
        self.messages[document.channel].pop(document.ts, None)
        if document.thread_ts:
            replies = self.threads[document.channel, document.thread_ts]
            if document.ts in replies:
                replies.remove(document.ts)
        self.changed(document.channel)

    # --- telling -------------------------------------------------------------------------

    def changed(self, *channels: str) -> None:
        self.revision += 1
        for watcher in self._watchers:
            watcher.put_nowait({"revision": self.revision, "channels": list(channels)})

    def watch(self) -> asyncio.Queue[Json]:
        watcher: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers.add(watcher)
        return watcher

    def unwatch(self, watcher: asyncio.Queue[Json]) -> None:
        self._watchers.discard(watcher)

    # --- finding -------------------------------------------------------------------------

    def person(self, user: str) -> Person:
        """The person acting through the control API; a deactivated one cannot act."""
        person = self.people.get(user)
        if person is None or person.is_bot:
            raise Refused(f"nobody here has the id {user!r}", 404)
        if person.deactivated:
            raise Refused(f"{person.real_name} is deactivated and cannot act", 403)
        return person

    def open_channel(self, channel: str, user: str) -> Channel:
        """The channel as `user` may use it: known, joined, not archived."""
        found = self.channels.get(channel) or self.channel_named(channel)
        if found is None:
            raise Refused(f"there is no channel {channel!r}", 404)
        if user not in found.members:
            raise Refused(f"{user} is not in #{found.name}", 403)
        if found.is_archived:
            raise Refused(f"#{found.name} is archived", 403)
        return found

    def channel_named(self, name: str) -> Channel | None:
        bare = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == bare and not c.is_im), None)

    def bot_channel(self, channel: str, *, joined: bool = True) -> Channel:
        """The channel as the app may use it, or the code Slack refuses it with."""
        found = self.channels.get(channel) or self.channel_named(channel)
        if found is None and channel in self.people:
            found = self.dm_with(channel)
        if found is None or (found.is_private and self.bot_user not in found.members):
            raise SlackError("channel_not_found")
        if joined and self.bot_user not in found.members:
            raise SlackError("not_in_channel")
        return found

    def dm_with(self, user: str) -> Channel:
        """The direct conversation of `user` and the app, opened when there is none."""
        for channel in self.channels.values():
            if channel.is_im and channel.user == user:
                return channel
        channel = Channel(
            id=new_id("D"),
            name="",
            members=[user, self.bot_user],
            is_im=True,
            user=user,
            created=int(time.time()),
        )
        self.save(channel)
        return channel

    def message(self, channel: str, ts: str) -> Message:
        found = self.messages[channel].get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        held = self.messages[channel]
        return [held[ts] for ts in self.threads.get((channel, thread_ts), ()) if ts in held]

    def modal_stack(self, user: str) -> list[View]:
        """The modals `user` has open, the root first."""
        stack: list[View] = []
        views = [v for v in self.views.values() if v.user == user and not v.is_home]
        while True:
            above = stack[-1].id if stack else None
            following = next((v for v in views if v.previous_id == above), None)
            if following is None:
                return stack
            stack.append(following)

    def home_of(self, user: str) -> View | None:
        return next((v for v in self.views.values() if v.user == user and v.is_home), None)

    def members_named(self, users: Iterable[str]) -> list[Person]:
        return [self.people[user] for user in users if user in self.people]
