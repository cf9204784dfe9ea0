"""Slack's limits as `slack.md` states them, written without looking at how views are built."""

import json
import re
from typing import Any

Json = dict[str, Any]

OURS = re.compile(
    r"<@[UW][A-Z0-9]{6,}>|<#C[A-Z0-9]{6,}>|<!subteam\^S[A-Z0-9]{6,}>"
    r"|<!date\^-?\d+\^\{date_short_pretty\} \{time\}\|[0-9-]+ [0-9:]+ UTC>"
    r"|<https?://[^<>|\s]+(?:\|[^<>|]*)?>"
)
ENTITY = re.compile(r"&(?:amp|lt|gt);")
OPTION_LISTS = ("options", "initial_options")


def size(text: str) -> int:
    """The stricter of the two ways to count: UTF-16 code units."""
    return max(len(text), len(text.encode("utf-16-le")) // 2)


def problems_of_message(text: str, blocks: list[Json]) -> list[str]:
    found: list[str] = []
    if not 0 < size(text) <= 4000:
        found.append(f"text is {size(text)} long")
    found += _pings(text, "text")
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks")
    if len(json.dumps(blocks, ensure_ascii=False)) > 13_000:
        found.append("blocks are too long together")
    return found + _together(blocks)


def problems_of_view(view: Json) -> list[str]:
    found: list[str] = []
    blocks = view["blocks"]
    if len(blocks) > 100:
        found.append(f"{len(blocks)} blocks")
    if view["type"] == "modal":
        for label in ("title", "submit", "close"):
            if label in view:
                found += _plain(view[label], 24, label)
        if any(block["type"] == "input" for block in blocks) and "submit" not in view:
            found.append("inputs without submit")
        if not 0 < size(view["callback_id"]) <= 255:
            found.append("callback_id")
    if size(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata")
    if len(json.dumps(view).encode()) > 250_000:
        found.append("the view is larger than 250 kB")
    return found + _together(blocks)


def _together(blocks: list[Json]) -> list[str]:
    found = [problem for block in blocks for problem in _block(block)]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        found.append("a block_id is used twice")
    if any(not 0 < size(each) <= 255 for each in ids):
        found.append("a block_id is too long")
    return found


def _block(block: Json) -> list[str]:
    match block["type"]:
        case "section":
            found = _text(block["text"], 3000, "section")
            fields = block.get("fields", [])
            found += ["fields"] if len(fields) > 10 else []
            found += [p for each in fields for p in _text(each, 2000, "field")]
            return found + (_element(block["accessory"]) if "accessory" in block else [])
        case "header":
            return _plain(block["text"], 150, "header")
        case "context":
            found = [] if 1 <= len(block["elements"]) <= 10 else ["context elements"]
            return found + [p for each in block["elements"] for p in _text(each, 2000, "context")]
        case "actions":
            elements = block["elements"]
            found = [] if 1 <= len(elements) <= 25 else ["actions elements"]
            ids = [each["action_id"] for each in elements]
            found += [] if len(ids) == len(set(ids)) else ["an action_id is used twice"]
            return found + [p for each in elements for p in _element(each)]
        case "input":
            found = _plain(block["label"], 2000, "label")
            found += _plain(block["hint"], 2000, "hint") if "hint" in block else []
            return found + _element(block["element"])
        case "image":
            fits = 1 <= len(block["alt_text"].encode("utf-16-le")) // 2 <= 2000
            return [] if fits else ["an image's alt_text"]
        case "divider":
            return []
        case other:
            return [f"a block of type {other}"]


def _element(element: Json) -> list[str]:
    kind = element["type"]
    found = [] if 0 < size(element["action_id"]) <= 255 else [f"{kind} action_id"]
    if "placeholder" in element:
        found += _plain(element["placeholder"], 150, "placeholder")
    if "confirm" in element:
        found += _confirm(element["confirm"])
    if kind == "button":
        found += _plain(element["text"], 75, "button")
        found += ["button value"] if size(element.get("value", "")) > 2000 else []
        found += ["says"] if size(element.get("accessibility_label", "")) > 75 else []
    most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(kind, 100)
    if "options" in element:
        found += _options(element["options"], most)
    if "option_groups" in element:
        groups = element["option_groups"]
        found += [] if 1 <= len(groups) <= 100 else ["option groups"]
        for group in groups:
            found += _plain(group["label"], 75, "group label") + _options(group["options"], 100)
    offered = [*element.get("options", [])]
    offered += [each for g in element.get("option_groups", []) for each in g["options"]]
    initial = [*element.get("initial_options", [])]
    initial += [element["initial_option"]] if "initial_option" in element else []
    if any(each not in offered for each in initial):
        found.append("an initial option is not offered")
    if element.get("initial_options") == [] or element.get("initial_users") == []:
        found.append("empty initial choice")
    if kind == "plain_text_input" and size(element.get("initial_value", "")) > min(
        3000, element["max_length"]
    ):
        found.append("initial value")
    return found


def _options(options: list[Json], most: int) -> list[str]:
    found = [] if 1 <= len(options) <= most else [f"{len(options)} options"]
    for each in options:
        found += _plain(each["text"], 75, "option")
        found += [] if 0 < size(each["value"]) <= 150 else ["option value"]
        if "description" in each:
            found += _plain(each["description"], 75, "description")
    values = [each["value"] for each in options]
    return found + ([] if len(values) == len(set(values)) else ["an option value is used twice"])


def _confirm(confirm: Json) -> list[str]:
    return [
        *_plain(confirm["title"], 100, "confirm title"),
        *_plain(confirm["text"], 300, "confirm text"),
        *_plain(confirm["confirm"], 30, "confirm button"),
        *_plain(confirm["deny"], 30, "deny button"),
    ]


def _plain(text: Json, most: int, where: str) -> list[str]:
    found = [] if text["type"] == "plain_text" else [f"{where} is not plain text"]
    return found + ([] if 0 < size(text["text"]) <= most else [f"{where}: {size(text['text'])}"])


def _text(text: Json, most: int, where: str) -> list[str]:
    if text["type"] == "plain_text":
        return _plain(text, most, where)
    found = [] if 0 < size(text["text"]) <= most else [f"{where}: {size(text['text'])}"]
    found += [] if text.get("verbatim") else [f"{where} is not verbatim"]
    return found + _pings(text["text"], where)


def _pings(text: str, where: str) -> list[str]:
    """Whatever is left of `<`, `>` or `&` once our own marks are gone is unescaped user text."""
    rest = ENTITY.sub("", OURS.sub("", text))
    return [f"{where} holds an unescaped {each!r}" for each in "<>&" if each in rest]
