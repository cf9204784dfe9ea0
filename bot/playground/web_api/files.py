"""files.*: the three steps of an upload, and what is known of a file."""

import base64
import time

from bot.playground.acting.filing import mimetype_of
from bot.playground.acting.posting import post
from bot.playground.appearance import seconds_now
from bot.playground.identity import new_id
from bot.playground.model import Message, StoredFile
from bot.playground.playground import Playground
from bot.playground.seed import BOT_ID
from bot.playground.shapes import Json, SlackError
from bot.playground.text import as_kept
from bot.playground.web_api.args import Args


def get_upload_url(slack: Playground, args: Args) -> Json:
    name = args.required("filename")
    length = args.integer("length", 0)
    if length <= 0:
        raise SlackError.arguments("[ERROR] must be greater than 0 [json-pointer:/length]")
    file = StoredFile(
        id=new_id("F"),
        name=name,
        title=name,
        mimetype=mimetype_of(name),
        size=length,
        user=slack.workspace.bot_user,
        created=seconds_now(),
    )
    slack.workspace.save(file)
    url = f"{slack.config.base_url}/upload/v1/{file.id}"
    return {"upload_url": url, "file_id": file.id}


def receive_upload(slack: Playground, file_id: str, content: bytes) -> str:
    """Step two, a plain POST of the bytes; Slack answers `OK - size`."""
    file = slack.workspace.files.get(file_id)
    if file is None or file.shared:
        raise SlackError("file_not_found")
    file.content = base64.b64encode(content).decode()
    file.size = len(content)
    slack.workspace.save(file)
    return f"OK - {len(content)}"


def complete_upload(slack: Playground, args: Args) -> Json:
    listed = args.structure("files")
    if not isinstance(listed, list) or not listed:
        raise SlackError.arguments("[ERROR] missing required field: files")
    if not all(isinstance(each, dict) for each in listed):
        raise SlackError.arguments("[ERROR] must be an object [json-pointer:/files/0]")
    channels = [each for each in (args.text("channels") or "").split(",") if each]
    if args.text("channel_id"):
        channels.append(args.required("channel_id"))
    files: list[StoredFile] = []
    for each in listed:
        file = slack.workspace.files.get(str(each.get("id")))
        if file is None or not file.content:
            raise SlackError("file_not_found")
        file.title = str(each.get("title") or file.name)
        files.append(file)
    places = [slack.workspace.bot_channel(channel) for channel in channels]
    for file in files:
        file.shared = True
        file.ready_at = time.time() + slack.config.file_seconds
        file.channels = [channel.id for channel in places]
        slack.workspace.save(file)
    for channel in places:
        message = Message(
            channel=channel.id,
            ts=slack.workspace.timestamps.issue(),
            user=slack.workspace.bot_user,
            bot_id=BOT_ID,
            text=as_kept(args.text("initial_comment") or ""),
            thread_ts=args.text("thread_ts"),
            files=[file.id for file in files],
            subtype="file_share",
        )
        post(slack, message)
    return {"files": [slack.appearance.file(file) for file in files]}


def info(slack: Playground, args: Args) -> Json:
    file = slack.workspace.files.get(args.required("file"))
    if file is None:
        raise SlackError("file_not_found")
    shown = slack.appearance.file(file)
    content = base64.b64decode(file.content)
    if file.mimetype.startswith("text/"):
        shown["content"] = content.decode("utf-8", errors="replace")
    return {"file": shown, "content": shown.get("content", ""), "comments": []}


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
