"""chat.*: posting, changing, deleting messages, and private ones."""

import copy
import re
import time

from bot.playground.acting.posting import app_message, post
from bot.playground.block_kit import check_message_blocks, check_slack_files, tidy_blocks
from bot.playground.model import Channel, Message
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError
from bot.playground.text import as_kept
from bot.playground.web_api.args import Args

MOST_UPDATED_TEXT = 4_000
MOST_MARKDOWN = 12_000
MOST_ATTACHMENTS = 100
TIMESTAMP = re.compile(r"\d{9,}\.\d{6}")


def _said(args: Args) -> Json:
    """Text, blocks and the rest of a message's arguments, checked for what they exclude."""
    said: Json = {
        "text": args.text("text"),
        "blocks": args.structure("blocks", "invalid_blocks_format"),
        "attachments": args.structure("attachments", "invalid_attachments"),
        "metadata": _metadata(args),
        "thread_ts": args.text("thread_ts"),
        "reply_broadcast": args.flag("reply_broadcast"),
    }
    attachments = said["attachments"] or []
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    markdown = args.text("markdown_text")
    if markdown:
        if said["text"] or said["blocks"]:
            raise SlackError("markdown_text_conflict")
        if len(markdown) > MOST_MARKDOWN:
            raise SlackError("msg_too_long")
        said["text"] = markdown
        said["blocks"] = [{"type": "markdown", "text": markdown}]
    return said


def _metadata(args: Args) -> Json | None:
    metadata = args.structure("metadata", "invalid_metadata_format")
    if metadata in (None, {}):
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    payload = metadata.get("event_payload")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    return metadata


def place(slack: Playground, args: Args) -> Channel:
    channel = slack.workspace.bot_channel(args.required("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def post_message(slack: Playground, args: Args) -> Json:
    channel = place(slack, args)
    message = app_message(slack, channel, _said(args))
    _check_thread(slack, message)
    if args.text("username"):
        message.username = args.text("username")
    post(slack, message)
    shown = slack.appearance.message(message)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _check_thread(slack: Playground, message: Message) -> None:
    if message.thread_ts is None:
        return
    if not TIMESTAMP.fullmatch(message.thread_ts):
        told = {"messages": [f"[ERROR] {message.thread_ts} is not a valid thread_ts"]}
        raise SlackError("invalid_thread_ts", response_metadata=told)
    parent = slack.workspace.messages[message.channel].get(message.thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.visible_to:
        raise SlackError("cannot_reply_to_message")
    # A reply to a reply joins the thread both belong to.
    message.thread_ts = parent.thread_ts or parent.ts


def post_ephemeral(slack: Playground, args: Args) -> Json:
    channel = place(slack, args)
    user = args.required("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = app_message(slack, channel, _said(args), visible_to=user)
    message.metadata = None
    post(slack, message)
    return {"message_ts": message.ts}


def _own_message(slack: Playground, args: Args, refusal: str) -> Message:
    channel = slack.workspace.bot_channel(args.required("channel"))
    message = slack.workspace.message(channel.id, args.required("ts"))
    if message.visible_to:
        raise SlackError("message_not_found")  # ephemeral messages are beyond chat.*
    if message.user != slack.workspace.bot_user:
        raise SlackError(refusal)
    return message


def update(slack: Playground, args: Args) -> Json:
    """Change the app's own message: text alone removes the blocks; omitted metadata stays."""
    message = _own_message(slack, args, "cant_update_message")
    if slack.workspace.channels[message.channel].is_archived:
        raise SlackError("is_archived")
    if message.streaming:
        raise SlackError("streaming_state_conflict")
    said = _said(args)
    if said["text"] is None and said["blocks"] is None and said["attachments"] is None:
        raise SlackError("no_text")
    if len(said["text"] or "") > MOST_UPDATED_TEXT and not args.text("markdown_text"):
        raise SlackError("msg_too_long")
    if said["blocks"]:
        check_message_blocks(said["blocks"])
        check_slack_files(said["blocks"], slack.workspace.files, private=False, now=time.time())
    previous = slack.appearance.message(message, metadata=False)
    changed = copy.copy(message)
    _change(changed, said, args)
    if not (changed.text or changed.blocks or changed.attachments):
        raise SlackError("no_text")
    if not said["blocks"]:  # Slack marks only changed text as edited, not changed blocks
        changed.edited = {"user": changed.user, "ts": slack.workspace.timestamps.issue()}
    slack.workspace.save(changed)
    slack.tell_of_change(changed, previous, "message_changed")
    shown = slack.appearance.message(changed)
    return {"channel": changed.channel, "ts": changed.ts, "text": changed.text, "message": shown}


def _change(message: Message, said: Json, args: Args) -> None:
    if said["text"] is not None:
        message.text = as_kept(said["text"])
    if said["blocks"] is not None or said["text"] is not None:
        message.blocks = tidy_blocks(said["blocks"]) if said["blocks"] else None
    if said["attachments"] is not None:
        message.attachments = said["attachments"] or None
    if args.values.get("metadata") is not None:
        message.metadata = said["metadata"]
    if args.values.get("reply_broadcast") is not None:
        message.reply_broadcast = said["reply_broadcast"]


def delete(slack: Playground, args: Args) -> Json:
    message = _own_message(slack, args, "cant_delete_message")
    previous = slack.appearance.message(message, metadata=False)
    if slack.workspace.replies(message.channel, message.ts):
        # The thread stays under a placeholder, as in Slack.
        message.subtype = "tombstone"
        message.text = "This message was deleted."
        message.blocks = message.attachments = message.metadata = None
        slack.workspace.save(message)
    else:
        slack.workspace.remove(message)
    slack.tell_of_change(message, previous, "message_deleted")
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(slack: Playground, args: Args) -> Json:
    channel = slack.workspace.bot_channel(args.required("channel"), joined=False)
    message = slack.workspace.message(channel.id, args.required("message_ts"))
    url = f"{slack.config.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        url += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": url}


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
