"""conversations.*: history, threads, members, and opening direct messages."""

from bot.playground.model import Channel, Message
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError
from bot.playground.web_api.args import Args, page_of


def _in_window(messages: list[Message], args: Args) -> list[Message]:
    """Messages between `oldest` and `latest`; the ends belong to it only when `inclusive`."""
    oldest, latest = args.text("oldest") or "0", args.text("latest")
    inclusive = args.flag("inclusive")

    def within(ts: str) -> bool:
        if inclusive and ts in (oldest, latest):
            return True
        return number(oldest) < number(ts) and (not latest or number(ts) < number(latest))

    return [each for each in messages if not each.visible_to and within(each.ts)]


def number(ts: str) -> tuple[int, int]:
    """A timestamp for comparison: floats would lose its last digits."""
    seconds, _, micros = ts.partition(".")
    try:
        return int(seconds or 0), int((micros + "000000")[:6])
    except ValueError as wrong:
        raise SlackError("invalid_ts_latest") from wrong


def _answer(slack: Playground, found: list[Message], args: Args, default: int) -> Json:
    page, cursor = page_of(found, args, default)
    metadata = args.flag("include_all_metadata")
    body: Json = {
        "messages": [slack.appearance.message(each, metadata=metadata) for each in page],
        "has_more": bool(cursor),
    }
    if cursor:
        body["response_metadata"] = {"next_cursor": cursor}
    return body


def history(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"))
    top = [
        each
        for each in slack.workspace.messages[channel.id].values()
        if each.thread_ts in (None, each.ts) or each.reply_broadcast
    ]
    found = list(reversed(_in_window(top, args)))
    return {**_answer(slack, found, args, 100), "pin_count": len(channel.pins)}


def replies(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"))
    parent = slack.workspace.messages[channel.id].get(args.required("ts"))
    if parent is None or parent.visible_to:
        raise SlackError("thread_not_found")
    if parent.thread_ts and parent.thread_ts != parent.ts:
        parent = slack.workspace.message(channel.id, parent.thread_ts)
    below = _in_window(slack.workspace.replies(channel.id, parent.ts), args)
    return _answer(slack, [parent, *below], args, 1000)


def info(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"), joined=False)
    return {"channel": slack.appearance.channel(channel)}


def _visible(slack: Playground, channel: Channel, types: set[str]) -> bool:
    bot = slack.workspace.bot_user
    if channel.is_im:
        return "im" in types and bot in channel.members
    if channel.is_private:
        return "private_channel" in types and bot in channel.members
    return "public_channel" in types


def list_channels(slack: Playground, args: Args) -> Json:
    types = {each.strip() for each in (args.text("types") or "public_channel").split(",")}
    if not types <= {"public_channel", "private_channel", "im", "mpim"}:
        raise SlackError("invalid_types")
    found = [
        channel
        for channel in slack.workspace.channels.values()
        if _visible(slack, channel, types)
        and not (args.flag("exclude_archived") and channel.is_archived)
    ]
    page, cursor = page_of(found, args)
    shown = [slack.appearance.channel(channel) for channel in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def members(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"), joined=False)
    page, cursor = page_of(channel.members, args)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def open_dm(slack: Playground, args: Args) -> Json:
    users = [each for each in (args.text("users") or "").split(",") if each]
    if not users and args.text("channel"):
        channel = slack.workspace.bot_channel(args.required("channel"))
    else:
        if len(users) != 1:
            # Group messages exist in Slack, but nothing here plays them.
            raise SlackError("users_list_not_supplied" if not users else "too_many_users")
        person = slack.workspace.people.get(users[0])
        if person is None:
            raise SlackError("user_not_found")
        if person.deactivated:
            raise SlackError("user_disabled")
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
        channel = slack.workspace.dm_with(person.id)
    shown = slack.appearance.channel(channel) if args.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def join(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"), joined=False)
    bot = slack.workspace.bot_user
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_im or channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    body: Json = {"channel": slack.appearance.channel(channel)}
    if bot in channel.members:
        return {**body, "warning": "already_in_channel"}
    channel.members.append(bot)
    slack.workspace.save(channel)
    event = {
        "type": "member_joined_channel",
        "user": bot,
        "channel": channel.id,
        "channel_type": "C",
        "team": slack.workspace.team["id"],
        "event_ts": slack.workspace.timestamps.issue(),
    }
    slack.tell("member_joined_channel", event)
    return {"channel": slack.appearance.channel(channel)}


METHODS = {
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": info,
    "conversations.list": list_channels,
    "conversations.members": members,
    "conversations.open": open_dm,
    "conversations.join": join,
}
