"""Response URLs: what an app posts there, privately unless it says otherwise."""

import copy
import time

from bot.playground.acting.posting import post, respond
from bot.playground.block_kit import check_message_blocks, check_slack_files, tidy_blocks
from bot.playground.model import Message
from bot.playground.passes import ResponseUrl
from bot.playground.playground import Playground
from bot.playground.shapes import Json, SlackError
from bot.playground.text import as_kept


def answer_url(slack: Playground, key: str, body: Json) -> None:
    """Carry out one post to a response URL, or refuse it with Slack's code."""
    url = slack.response_urls.use(key)
    original = _original(slack, url)
    if _flag(body, "delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        slack.workspace.remove(original)
        return
    if _flag(body, "replace_original") and original is not None:
        _replace(slack, original, body)
        return
    channel = slack.workspace.channels[url.channel]
    message = respond(slack, channel, url.user, body)  # in no thread unless the body names one
    if url.message_ts is None:
        url.message_ts = message.ts


def _flag(body: Json, name: str) -> bool:
    # Slack's own examples send the string "true".
    return str(body.get(name, "")).lower() == "true"


def _original(slack: Playground, url: ResponseUrl) -> Message | None:
    if url.message_ts is None:
        return None
    return slack.workspace.messages[url.channel].get(url.message_ts)


def _replace(slack: Playground, original: Message, body: Json) -> None:
    """Put `body` in the original's place; a private message stays private whatever it says."""
    blocks = body.get("blocks")
    if blocks:
        check_message_blocks(blocks)
        private = original.visible_to is not None
        check_slack_files(blocks, slack.workspace.files, private=private, now=time.time())
    if not (body.get("text") or blocks or body.get("attachments")):
        raise SlackError("no_text")
    changed = copy.copy(original)
    changed.text = as_kept(str(body.get("text") or ""))
    changed.blocks = tidy_blocks(blocks) if blocks else None
    changed.attachments = body.get("attachments") or None
    if body.get("metadata"):
        changed.metadata = body["metadata"]
    if original.visible_to is None and original.user != slack.workspace.bot_user:
        post(slack, changed)
        return
    changed.edited = {"user": changed.user, "ts": slack.workspace.timestamps.issue()}
    slack.workspace.save(changed)
