"""Files people attach: in the message box, and in a modal's file input."""

import base64
import binascii
import mimetypes
from typing import Any

from bot.playground.appearance import seconds_now
from bot.playground.identity import new_id
from bot.playground.model import StoredFile
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused

PLAIN_TEXT = frozenset({"yaml", "yml", "md", "txt", "log", "toml", "ini", "sh", "py"})


def mimetype_of(name: str, claimed: str = "") -> str:
    """What Slack would call the file: plain text for the many kinds it shows as snippets."""
    if name.rpartition(".")[2].casefold() in PLAIN_TEXT:
        return "text/plain"
    return claimed or mimetypes.guess_type(name)[0] or "application/octet-stream"


def store(slack: Playground, given: Any, user: str, channel: str | None) -> StoredFile:
    """Keep a file a person attached; `channel` None means a form, where nobody else sees it."""
    if not isinstance(given, dict) or not given.get("name"):
        raise Refused("a file is {name, content or content_base64, mimetype?}")
    try:
        encoded = given.get("content_base64")
        content = (
            base64.b64decode(encoded, validate=True)
            if encoded is not None
            else str(given.get("content", "")).encode()
        )
    except binascii.Error as wrong:
        raise Refused("content_base64 is not base64") from wrong
    name = str(given["name"]).rpartition("/")[2]
    file = StoredFile(
        id=new_id("F"),
        name=name,
        title=name,
        mimetype=mimetype_of(name, str(given.get("mimetype") or "")),
        size=len(content),
        user=user,
        created=seconds_now(),
        content=base64.b64encode(content).decode(),
        channels=[channel] if channel else [],
        shared=True,
    )
    slack.workspace.save(file)
    return file


def upload(slack: Playground, body: Json) -> Json:
    """Attach a file in a form; the answer is what a `file_input` element's state holds."""
    person = slack.workspace.person(str(body.get("as")))
    return {"ok": True, "file": slack.appearance.file(store(slack, body, person.id, None))}
