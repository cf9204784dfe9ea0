"""chat.*Stream: a reply that grows while the app writes it, with task cards."""

import copy
from typing import Any

from bot.playground.block_kit import check_message_blocks, tidy_blocks
from bot.playground.block_kit.blocks import STATUSES
from bot.playground.model import Message
from bot.playground.playground import Playground
from bot.playground.seed import BOT_ID
from bot.playground.shapes import Json, SlackError
from bot.playground.web_api.args import Args
from bot.playground.web_api.chat import MOST_MARKDOWN, place


def start(slack: Playground, args: Args) -> Json:
    """Begin a streamed reply; in a channel it needs its recipient's user and team."""
    channel = place(slack, args)
    thread_ts = args.required("thread_ts")
    if thread_ts not in slack.workspace.messages[channel.id]:
        raise SlackError("invalid_thread_ts")
    if not channel.is_im:
        if not args.text("recipient_user_id"):
            raise SlackError("missing_recipient_user_id")
        if not args.text("recipient_team_id"):
            raise SlackError("missing_recipient_team_id")
    message = Message(
        channel=channel.id,
        ts=slack.workspace.timestamps.issue(),
        user=slack.workspace.bot_user,
        bot_id=BOT_ID,
        thread_ts=thread_ts,
        blocks=[],
        streaming=True,
    )
    _extend(message, args, plan=args.text("task_display_mode") == "plan")
    slack.workspace.save(message)
    return {"channel": channel.id, "ts": message.ts}


def _streaming(slack: Playground, args: Args) -> Message:
    channel = place(slack, args)
    message = slack.workspace.message(channel.id, args.required("ts"))
    if message.user != slack.workspace.bot_user:
        raise SlackError("message_not_owned_by_app")
    if not message.streaming:
        raise SlackError("message_not_in_streaming_state")
    return copy.deepcopy(message)


def append(slack: Playground, args: Args) -> Json:
    message = _streaming(slack, args)
    if not args.text("markdown_text") and not args.structure("chunks"):
        raise SlackError("no_text")
    _extend(message, args)
    slack.workspace.save(message)
    return {"channel": message.channel, "ts": message.ts}


def stop(slack: Playground, args: Args) -> Json:
    """End the stream; further blocks come below what was streamed."""
    message = _streaming(slack, args)
    _extend(message, args)
    if blocks := args.structure("blocks", "invalid_blocks_format"):
        check_message_blocks(blocks)
        message.blocks = [*(message.blocks or ()), *tidy_blocks(blocks)]
    message.metadata = args.structure("metadata", "invalid_metadata_format") or message.metadata
    message.streaming = False
    slack.workspace.save(message)
    slack.tell_of_message(message)
    shown = slack.appearance.message(message)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def _extend(message: Message, args: Args, *, plan: bool = False) -> None:
    chunks: list[Any] = list(args.structure("chunks", "invalid_chunks") or ())
    if markdown := args.text("markdown_text"):
        chunks.insert(0, {"type": "markdown_text", "text": markdown})
    blocks = message.blocks = message.blocks or []
    if plan:
        blocks.append({"type": "plan", "block_id": "stream-plan", "title": "Plan", "tasks": []})
    for chunk in chunks:
        match chunk.get("type") if isinstance(chunk, dict) else None:
            case "markdown_text":
                _write(message, blocks, str(chunk.get("text", "")))
            case "task_update":
                _update_task(blocks, chunk)
            case "plan_update":
                _update_plan(blocks, str(chunk.get("title", "")))
            case "blocks":
                check_message_blocks(chunk.get("blocks"))
                blocks.extend(tidy_blocks(chunk["blocks"]))
            case _:
                raise SlackError("invalid_chunks")


def _write(message: Message, blocks: list[Json], text: str) -> None:
    if len(text) > MOST_MARKDOWN:
        raise SlackError("msg_too_long")
    message.text += text
    if blocks and blocks[-1]["type"] == "markdown":
        blocks[-1] = {**blocks[-1], "text": blocks[-1]["text"] + text}
    else:
        block_id = f"stream-{len(blocks)}"
        blocks.append({"type": "markdown", "block_id": block_id, "text": text})


def _update_task(blocks: list[Json], chunk: Json) -> None:
    if not chunk.get("id") or not chunk.get("title") or chunk.get("status") not in STATUSES:
        raise SlackError("invalid_chunks")
    task: Json = {"type": "task_card", "task_id": chunk["id"], "title": chunk["title"]}
    task |= {
        name: chunk[name] for name in ("status", "details", "output", "sources") if name in chunk
    }
    plan = next((block for block in blocks if block["type"] == "plan"), None)
    tasks = plan["tasks"] if plan else blocks
    if not plan:
        task["block_id"] = f"task-{chunk['id']}"
    for index, held in enumerate(tasks):
        if held.get("task_id") == chunk["id"]:
            tasks[index] = {**held, **task}
            return
    tasks.append(task)


def _update_plan(blocks: list[Json], title: str) -> None:
    for block in blocks:
        if block["type"] == "plan":
            block["title"] = title
            return
    blocks.insert(0, {"type": "plan", "block_id": "stream-plan", "title": title, "tasks": []})


METHODS = {"chat.startStream": start, "chat.appendStream": append, "chat.stopStream": stop}
