"""Reading the workspace as one person sees it."""

from bot.playground.config import MESSAGE_SHORTCUTS
from bot.playground.model import Channel, Message
from bot.playground.playground import Playground
from bot.playground.seed import APP_NAME
from bot.playground.shapes import Json, Refused


def state(slack: Playground, user: str | None) -> Json:
    """Team, people, groups, channels, and `user`'s open modals and Home tab."""
    workspace = slack.workspace
    me = workspace.people.get(user or "")
    channels = [
        _channel(slack, channel, user)
        for channel in workspace.channels.values()
        if _visible(channel, user)
    ]
    home = workspace.home_of(user) if user else None
    return {
        "team": workspace.team,
        "me": me.id if me else None,
        "app": {
            "bot_user_id": workspace.bot_user,
            "name": APP_NAME,
            "command": slack.config.command,
            "shortcuts": [
                {"type": "message", "callback_id": callback_id, "name": name}
                for callback_id, name in MESSAGE_SHORTCUTS.items()
            ],
            "connections": slack.sockets.connections,
            "bot_url": slack.delivery.bot_url,
            "subscriptions": sorted(slack.subscriptions),
        },
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "real_name": person.real_name,
                "title": person.title,
                "avatar_color": person.avatar_color,
                "is_admin": person.is_admin,
                "is_bot": person.is_bot,
                "tz": person.tz,
                "deactivated": person.deactivated,
            }
            for person in workspace.people.values()
        ],
        "groups": [
            {"id": group.id, "handle": group.handle, "name": group.name, "users": group.users}
            for group in workspace.groups.values()
        ],
        "channels": channels,
        "views": [slack.appearance.view(view) for view in workspace.modal_stack(user)]
        if user
        else [],
        "home": slack.appearance.view(home) if home else None,
        "revision": workspace.revision,
        "rate_limits": slack.limits.on,
    }


def _visible(channel: Channel, user: str | None) -> bool:
    if user is None:
        return not channel.is_im
    return user in channel.members or not (channel.is_im or channel.is_private)


def _channel(slack: Playground, channel: Channel, user: str | None) -> Json:
    seen = [m for m in slack.workspace.messages[channel.id].values() if _sees(m, user)]
    read = channel.last_read.get(user or "", "")
    unread = [m for m in seen if m.ts > read and m.user != user and _is_top(m)]
    return {
        "id": channel.id,
        "name": channel.name,
        "is_im": channel.is_im,
        "user": channel.user,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "members": channel.members,
        "pins": channel.pins,
        "bookmarks": channel.bookmarks,
        "unread": len(unread) if user in channel.members else 0,
        "last_ts": seen[-1].ts if seen else None,
    }


def _sees(message: Message, user: str | None) -> bool:
    return message.visible_to in (None, user)


def _is_top(message: Message) -> bool:
    return message.thread_ts in (None, message.ts) or message.reply_broadcast


def messages(
    slack: Playground,
    channel_id: str,
    user: str | None,
    thread_ts: str | None,
    limit: int,
) -> Json:
    """The last `limit` messages `user` sees, oldest first; reading marks them read."""
    channel = slack.workspace.channels.get(channel_id) or slack.workspace.channel_named(channel_id)
    if channel is None or not _visible(channel, user):
        raise Refused(f"there is no channel {channel_id!r} for {user}", 404)
    held = slack.workspace.messages[channel.id]
    if thread_ts:
        if thread_ts not in held:
            raise Refused(f"there is no message {thread_ts}", 404)
        found = [held[thread_ts], *slack.workspace.replies(channel.id, thread_ts)]
    else:
        found = [each for each in held.values() if _is_top(each)]
    shown = [each for each in found if _sees(each, user)]
    return {
        "channel": channel.id,
        "messages": [_message(slack, channel, each) for each in shown[-limit:]],
        "has_more": len(shown) > limit,
    }


def mark_read(slack: Playground, channel_id: str, user: str) -> Json:
    """Remember that `user` has seen everything in the channel."""
    channel = slack.workspace.open_channel(channel_id, user)
    seen = [m.ts for m in slack.workspace.messages[channel.id].values() if _sees(m, user)]
    if seen and channel.last_read.get(user) != seen[-1]:
        channel.last_read[user] = seen[-1]
        slack.workspace.save(channel)
    return {"ok": True}


def _message(slack: Playground, channel: Channel, message: Message) -> Json:
    summary = slack.appearance.thread_summary(message) if _is_top(message) else {}
    files = slack.workspace.files
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "bot_id": message.bot_id,
        "username": message.username,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "metadata": message.metadata,
        "reply_count": summary.get("reply_count", 0),
        "reply_users": summary.get("reply_users", []),
        "latest_reply": summary.get("latest_reply"),
        "edited": message.edited,
        "ephemeral": message.visible_to is not None,
        "pinned": message.ts in channel.pins,
        "reactions": message.reactions,
        "files": [slack.appearance.file(files[each]) for each in message.files if each in files],
        "subtype": message.subtype,
        "reply_broadcast": message.reply_broadcast,
        "streaming": message.streaming,
        "versions": len(slack.workspace.versions[message.key]),
    }
