"""Interactive elements: finding them in blocks, and the state each holds in Slack's payloads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.shapes import Json, Refused

VALUE_FIELD: dict[str, str] = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
INITIAL_FIELD = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
WITHOUT_STATE = frozenset({"overflow"})
SEVERAL = frozenset(
    {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}
)


@dataclass(frozen=True)
class Found:
    """An element with the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def field(self) -> str | None:
        return VALUE_FIELD.get(str(self.element.get("type")))


def elements_of(blocks: list[Json] | None) -> Iterator[Found]:
    """Every interactive element of `blocks`, in reading order."""
    for block in blocks or ():
        yield from _within(block, block)


def _within(block: Json, value: Any) -> Iterator[Found]:
    if isinstance(value, list):
        for each in value:
            yield from _within(block, each)
    elif isinstance(value, dict):
        inner = value if "block_id" in value else block
        if isinstance(value.get("action_id"), str) and "type" in value:
            yield Found(block, value)
        for name, each in value.items():
            if name not in ("options", "option_groups", "text"):
                yield from _within(inner, each)


def shown_blocks(blocks: list[Json] | None, attachments: list[Json] | None) -> list[Json]:
    """All blocks of a message: its own, then those inside attachments."""
    inside = [block for each in attachments or () for block in each.get("blocks") or ()]
    return [*(blocks or ()), *inside]


def find_element(
    blocks: list[Json] | None, action_id: str, block_id: str | None, value: object = None
) -> Found:
    """The element a person clicks, or a refusal that lists what is there.

    A redrawn message or Home has new block ids where the app gave none: a button that carries the
    same value is the same button, redrawn under the finger.
    """
    there = [found for found in elements_of(blocks) if found.action_id == action_id]
    for found in there:
        if block_id in (None, "", found.block_id):
            return found
    for found in there:
        if value is not None and found.element.get("value") == value:
            return found
    there = list(elements_of(blocks))
    shown = ", ".join(f"{f.action_id} (block {f.block_id})" for f in there) or "nothing"
    raise Refused(f"no element {action_id!r} is shown here; shown: {shown}", 409)


def initial_state(blocks: list[Json] | None) -> dict[str, Json]:
    """`state.values` before anyone touched anything."""
    values: dict[str, Json] = {}
    for found in elements_of(blocks):
        field = found.field
        kind = str(found.element["type"])
        if field is None or kind in WITHOUT_STATE:
            continue
        begun = found.element.get(INITIAL_FIELD.get(field, ""))
        if begun is None and field in SEVERAL:
            begun = []
        values.setdefault(found.block_id, {})[found.action_id] = {"type": kind, field: begun}
    return values


def current_state(blocks: list[Json] | None, kept: Json) -> dict[str, Json]:
    """`state.values`: what was entered where both ids are still there, else what was initial."""
    values = initial_state(blocks)
    for block_id, actions in values.items():
        for action_id, begun in actions.items():
            entered = kept.get(block_id, {}).get(action_id)
            if entered is not None and entered.get("type") == begun["type"]:
                actions[action_id] = entered
    return values


def entered_state(found: Found, given: Any) -> Json:
    """The state object of `found` after a person entered `given`.

    `given` is the plain value (an option's value, a user id, a text), or the full state object.
    """
    kind = str(found.element["type"])
    field = found.field
    if field is None:
        raise Refused(f"a {kind} holds no value")
    if isinstance(given, dict) and field in given:
        return {"type": kind, field: _checked(found, field, given[field])}
    return {"type": kind, field: _checked(found, field, given)}


def _checked(found: Found, field: str, given: Any) -> Any:
    if given is None or given == "":
        return [] if field in SEVERAL else None
    if field in SEVERAL and not isinstance(given, list):
        given = [given]
    if field == "selected_option":
        return _option(found, given)
    if field == "selected_options":
        return [_option(found, each) for each in given]
    if field == "value":
        return str(given)
    return given


def _option(found: Found, given: Any) -> Json:
    """The whole option for its value (or its text): a person can only choose what is offered."""
    if found.element["type"] in ("external_select", "multi_external_select"):
        if isinstance(given, dict):
            return given
        return {"text": {"type": "plain_text", "text": str(given), "emoji": True}, "value": given}
    offered = list(found.element.get("options") or ())
    for group in found.element.get("option_groups") or ():
        offered.extend(group["options"])
    wanted = given.get("value") if isinstance(given, dict) else given
    for option in offered:
        if option["value"] == wanted:
            return dict(option)
    for option in offered:
        if option["text"]["text"] == wanted:
            return dict(option)
    values = ", ".join(str(option["value"]) for option in offered)
    raise Refused(f"{found.action_id} does not offer {wanted!r}; it offers: {values}", 409)
