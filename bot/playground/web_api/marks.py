"""pins.*, bookmarks.* and reactions.*: marks on channels and messages."""

from bot.playground.appearance import seconds_now
from bot.playground.identity import new_id
from bot.playground.model import Channel, Message
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError
from bot.playground.web_api.args import Args

MOST_PINS = 100


def _marked(slack: Playground, args: Args) -> tuple[Channel, Message]:
    channel = slack.workspace.bot_channel(args.required("channel"))
    message = slack.workspace.messages[channel.id].get(args.required("timestamp"))
    if message is None or message.visible_to:
        raise SlackError("message_not_found")
    return channel, message


def pin(slack: Playground, args: Args) -> Json:
    channel, message = _marked(slack, args)
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise SlackError("too_many_pins")
    channel.pins.append(message.ts)
    slack.workspace.save(channel)
    return {}


def unpin(slack: Playground, args: Args) -> Json:
    channel, message = _marked(slack, args)
    if message.ts not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(message.ts)
    slack.workspace.save(channel)
    return {}


def pins(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"))
    held = slack.workspace.messages[channel.id]
    shown = [
        {"type": "message", "channel": channel.id, "message": slack.appearance.message(held[ts])}
        for ts in channel.pins
        if ts in held
    ]
    return {"items": shown}


def add_bookmark(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel_id"))
    bookmark = {
        "id": new_id("Bk"),
        "channel_id": channel.id,
        "title": args.required("title"),
        "type": args.required("type"),
        "link": args.text("link"),
        "emoji": args.text("emoji"),
        "date_created": seconds_now(),
        "app_id": None,
    }
    channel.bookmarks.append(bookmark)
    slack.workspace.save(channel)
    return {"bookmark": bookmark}


def add_reaction(slack: Playground, args: Args) -> Json:
    _, message = _marked(slack, args)
    name = args.required("name").strip(":")
    bot = slack.workspace.bot_user
    for reaction in message.reactions:
        if reaction["name"] == name:
            if bot in reaction["users"]:
                raise SlackError("already_reacted")
            reaction["users"].append(bot)
            reaction["count"] += 1
            break
    else:
        message.reactions.append({"name": name, "users": [bot], "count": 1})
    slack.workspace.save(message)
    return {}


METHODS = {
    "pins.add": pin,
    "pins.remove": unpin,
    "pins.list": pins,
    "bookmarks.add": add_bookmark,
    "reactions.add": add_reaction,
}
