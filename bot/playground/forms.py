"""What Slack's client checks before it sends a modal: required fields, lengths, numbers, links."""

import re
from typing import Any

from bot.playground.interactive import Found, entered_state, find_element
from bot.playground.model import View
from bot.playground.shapes import Json, Refused

MISSING = "Please complete this required field."
LARGEST_FILE = 10 * 1024 * 1024
"""Of Slack's file input element; its `filetypes` are checked in the client alone."""
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def enter(view: View, values: Any) -> None:
    """Put what a person typed into the view's state; every block and element must be there."""
    if not isinstance(values, dict):
        raise Refused("values must be {block_id: {action_id: value}}")
    for block_id, actions in values.items():
        if not isinstance(actions, dict):
            raise Refused(f"values of block {block_id!r} must be {{action_id: value}}")
        for action_id, given in actions.items():
            found = find_element(view.content["blocks"], action_id, block_id)
            view.state.setdefault(block_id, {})[action_id] = entered_state(found, given)


def mistakes(view: View, state: dict[str, Json]) -> dict[str, str]:
    """Errors the client shows by itself, keyed by block id; nothing is sent while there are any."""
    found: dict[str, str] = {}
    for block in view.content["blocks"]:
        if block.get("type") != "input":
            continue
        element = block["element"]
        here = Found(block, element)
        entered = state.get(here.block_id, {}).get(here.action_id, {})
        value = entered.get(here.field or "")
        if value in (None, "", []):
            if not block.get("optional"):
                found[here.block_id] = MISSING
        elif wrong := _wrong(element, value):
            found[here.block_id] = wrong
    return found


def _wrong(element: Json, value: Any) -> str | None:
    match element["type"]:
        case "plain_text_input":
            return _length(element, str(value))
        case "email_text_input" if not EMAIL.fullmatch(str(value)):
            return "Please enter a valid email address."
        case "url_text_input" if "://" not in str(value):
            return "Please enter a valid URL."
        case "number_input":
            return _number(element, str(value))
        case "file_input":
            return _files(element, value)
        case _:
            most = element.get("max_selected_items")
            if most and isinstance(value, list) and len(value) > most:
                return f"Please select no more than {most} items."
            return None


def _files(element: Json, files: list[Json]) -> str | None:
    most = int(element.get("max_files") or 10)
    if len(files) > most:
        return f"Please upload no more than {most} {'file' if most == 1 else 'files'}."
    types = [str(each).casefold() for each in element.get("filetypes") or ()]
    if types and any(_ending(each) not in types for each in files):
        return f"Please upload files of these types: {', '.join(types)}."
    if any(int(each.get("size") or 0) > LARGEST_FILE for each in files):
        return "Please upload files of at most 10 MB."
    return None


def _ending(file: Json) -> str:
    return str(file.get("name", "")).rpartition(".")[2].casefold()


def _length(element: Json, value: str) -> str | None:
    if len(value) < int(element.get("min_length") or 0):
        return f"Please enter at least {element['min_length']} characters."
    most = int(element.get("max_length") or 3000)
    return f"Please enter no more than {most} characters." if len(value) > most else None


def _number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    if element.get("min_value") is not None and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if element.get("max_value") is not None and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None
