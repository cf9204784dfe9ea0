"""How the workspace's things look on Slack's wire: messages, views, users, channels, files."""

import base64
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.identity import new_hash
from bot.playground.interactive import current_state
from bot.playground.model import Channel, Group, Message, Person, StoredFile, View
from bot.playground.seed import APP_ID, APP_NAME, BOT_ID
from bot.playground.shapes import Json
from bot.playground.workspace import Workspace


class Appearance:
    """Slack's JSON for each thing of one workspace."""

    def __init__(self, workspace: Workspace, base_url: str) -> None:
        self._workspace = workspace
        self._base_url = base_url

    def message(self, message: Message, *, metadata: bool = True) -> Json:
        """A message as `conversations.history` shows it; metadata only to those who asked."""
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self._workspace.team["id"],
        }
        optional = {
            "subtype": message.subtype,
            "client_msg_id": message.client_msg_id,
            "thread_ts": message.thread_ts,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "edited": message.edited,
            "username": message.username,
            "reactions": message.reactions,
        }
        shown.update({name: value for name, value in optional.items() if value})
        if message.bot_id:
            shown["bot_id"] = message.bot_id
            shown["app_id"] = APP_ID
            shown["bot_profile"] = self.bot_profile()
        if metadata and message.metadata:
            shown["metadata"] = message.metadata
        if message.files:
            held = self._workspace.files
            shown["files"] = [self.file(held[each]) for each in message.files if each in held]
        if message.ts in self._workspace.channels[message.channel].pins:
            shown["pinned_to"] = [message.channel]
        if not message.thread_ts or message.thread_ts == message.ts:
            shown.update(self.thread_summary(message))
        elif message.reply_broadcast:
            shown["subtype"] = "thread_broadcast"
        return shown

    def thread_summary(self, parent: Message) -> Json:
        replies = [
            reply
            for reply in self._workspace.replies(parent.channel, parent.ts)
            if not reply.visible_to
        ]
        if not replies:
            return {}
        people = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": parent.ts,
            "reply_count": len(replies),
            "reply_users_count": len(people),
            "reply_users": people,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }

    def bot_profile(self) -> Json:
        return {
            "id": BOT_ID,
            "app_id": APP_ID,
            "user_id": self._workspace.bot_user,
            "name": APP_NAME,
            "deleted": False,
            "updated": 0,
            "icons": {},
            "team_id": self._workspace.team["id"],
        }

    def view(self, view: View) -> Json:
        content = view.content
        shown: Json = {
            "id": view.id,
            "team_id": self._workspace.team["id"],
            "app_id": APP_ID,
            "app_installed_team_id": self._workspace.team["id"],
            "bot_id": BOT_ID,
            "type": content["type"],
            "title": content.get("title") or {"type": "plain_text", "text": "View Title"},
            "close": content.get("close"),
            "submit": content.get("submit"),
            "blocks": content["blocks"],
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "external_id": view.external_id,
            "state": {"values": current_state(content["blocks"], view.state)},
            "hash": view.hash or new_hash(),
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
        }
        return shown

    def user(self, person: Person, *, locale: bool = False) -> Json:
        """With their locale only for those who asked, as Slack does."""
        offset = datetime.now(ZoneInfo(person.tz)).utcoffset()
        return {
            "id": person.id,
            "team_id": self._workspace.team["id"],
            "name": person.name,
            "deleted": person.deactivated,
            "color": person.avatar_color.removeprefix("#"),
            "real_name": person.real_name,
            "tz": person.tz,
            "tz_label": person.tz.rpartition("/")[2].replace("_", " "),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": self.profile(person),
            "is_admin": person.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": person.is_bot,
            "is_app_user": False,
            "is_email_confirmed": True,
            "updated": person.updated,
            **({"locale": person.locale} if locale else {}),
        }

    def profile(self, person: Person) -> Json:
        first, _, last = person.real_name.partition(" ")
        shown: Json = {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_emoji": "",
            "team": self._workspace.team["id"],
        }
        if person.is_bot:
            return {**shown, "bot_id": BOT_ID, "api_app_id": APP_ID}
        return {**shown, "email": person.email}

    def group(self, group: Group) -> Json:
        return {
            "id": group.id,
            "team_id": self._workspace.team["id"],
            "is_usergroup": True,
            "name": group.name,
            "handle": group.handle,
            "description": "",
            "is_external": False,
            "date_update": group.updated,
            "date_delete": 0,
            "users": group.users,
            "user_count": len(group.users),
        }

    def channel(self, channel: Channel) -> Json:
        bot_joined = self._workspace.bot_user in channel.members
        shown: Json = {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": channel.is_im,
            "context_team_id": self._workspace.team["id"],
        }
        if channel.is_im:
            return {**shown, "user": channel.user, "is_org_shared": False}
        nothing = {"value": "", "creator": "", "last_set": 0}
        return {
            **shown,
            "name": channel.name,
            "name_normalized": channel.name,
            "is_channel": not channel.is_private,
            "is_group": False,
            "is_mpim": False,
            "is_private": channel.is_private,
            "is_general": channel.name == "general",
            "is_member": bot_joined,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "creator": "",
            "topic": nothing,
            "purpose": nothing,
            "num_members": len(channel.members),
        }

    def file(self, file: StoredFile) -> Json:
        url = f"{self._base_url}/files-pri/{self._workspace.team['id']}-{file.id}/{file.name}"
        preview = ""
        if file.mimetype.startswith("text/"):
            preview = base64.b64decode(file.content)[:600].decode("utf-8", errors="replace")
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype if file.shown_at(time.time()) else "",
            "filetype": file.name.rpartition(".")[2] or "binary",
            "user": file.user,
            "size": file.size,
            "mode": "snippet" if preview else "hosted",
            "is_external": False,
            "is_public": bool(file.channels),
            "url_private": url,
            "url_private_download": f"{url}?download=1",
            "permalink": url,
            "channels": file.channels,
            "preview": preview,
        }


def seconds_now() -> int:
    return int(time.time())
