"""Uploaded pictures in blocks: Slack shows an image that is ready, and never in private answers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.model import StoredFile
from bot.playground.shapes import Json, SlackError

_ID = re.compile(r"F[A-Z0-9]{8,}")
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})


def check_slack_files(
    blocks: Any, files: Mapping[str, StoredFile], *, private: bool, now: float
) -> None:
    """Refuse as Slack does: an id it does not know, a file that is not ready or no image."""
    problems = slack_file_problems(blocks, files, private=private, now=now)
    if problems:
        told = {"messages": [f"[ERROR] {each}" for each in problems]}
        raise SlackError("invalid_blocks", errors=problems, response_metadata=told)


def slack_file_problems(
    blocks: Any, files: Mapping[str, StoredFile], *, private: bool, now: float, at: str = ""
) -> list[str]:
    """What Slack says of each picture it cannot show; `at` is where the blocks stand."""
    problems = []
    for place, named in _slack_files(blocks):
        pointer = f"{at}{place}"
        file_id = str(named.get("id") or "")
        if named.get("id") is not None and not _ID.fullmatch(file_id):
            pattern = "input must match regex pattern: ^[F][A-Z0-9]{8,}$"
            problems.append(f"{pattern} [json-pointer:{pointer}/id]")
            continue
        url = str(named.get("url") or "")
        file = files.get(file_id) or next(
            (each for each in files.values() if url and f"-{each.id}/" in url), None
        )
        if private or file is None or not file.shown_at(now) or file.mimetype not in _SHOWN:
            problems.append(f"invalid slack file [json-pointer:{pointer}]")
    return problems


def _slack_files(blocks: Any) -> Iterator[tuple[str, Json]]:
    for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if not isinstance(block, dict):
            continue
        places: list[tuple[str, Any]] = [(f"/blocks/{index}", block)]
        places.append((f"/blocks/{index}/accessory", block.get("accessory")))
        elements = block.get("elements")
        if isinstance(elements, list):
            places += [(f"/blocks/{index}/elements/{n}", each) for n, each in enumerate(elements)]
        for pointer, held in places:
            if isinstance(held, dict) and isinstance(held.get("slack_file"), dict):
                yield f"{pointer}/slack_file", held["slack_file"]
