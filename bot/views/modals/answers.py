"""Reading a modal that was sent: one function per kind of field, by the block's id.

`state` is `view["state"]["values"]`. Every field of ours has one element, so its own id is not
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

State = Mapping[str, Mapping[str, Mapping[str, Any]]]


def text_of(state: State, block_id: str) -> str:
    """What was typed, without the blanks around it; empty when nothing was."""
    return (_element(state, block_id).get("value") or "").strip()


def chosen_of(state: State, block_id: str) -> str:
    """The value of the chosen option, or of the chosen channel; empty when there is none."""
    element = _element(state, block_id)
    option = element.get("selected_option") or {}
    return str(option.get("value") or element.get("selected_conversation") or "")


def all_chosen_of(state: State, block_id: str) -> tuple[str, ...]:
    """The values of a multi-select: options or people."""
    element = _element(state, block_id)
    if users := element.get("selected_users"):
        return tuple(users)
    return tuple(each["value"] for each in element.get("selected_options") or ())


def person_of(state: State, block_id: str) -> str:
    """The chosen person's id; empty when there is none."""
    return str(_element(state, block_id).get("selected_user") or "")


def moment_of(state: State, block_id: str) -> datetime | None:
    moment = _element(state, block_id).get("selected_date_time")
    return datetime.fromtimestamp(int(moment), UTC) if moment else None


def files_of(state: State, block_id: str) -> tuple[str, ...]:
    """The ids of what was uploaded."""
    files = _element(state, block_id).get("files") or ()
    return tuple(str(each["id"]) for each in files)


def fields_of(view: Mapping[str, Any]) -> frozenset[str]:
    """The block ids of the fields that the form had."""
    asked = (each for each in view["blocks"] if each["type"] == "input")
    return frozenset(str(each["block_id"]) for each in asked)


def _element(state: State, block_id: str) -> Mapping[str, Any]:
    return next(iter(state.get(block_id, {}).values()), {})
