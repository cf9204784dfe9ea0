"""Block elements and composition objects with Slack's documented limits."""

import re
from datetime import date
from typing import Any

from bot.playground.block_kit.checks import (
    Check,
    Problems,
    Shape,
    anything,
    boolean,
    items,
    one_of,
    plain,
    string,
    text,
    typed,
)

ID = string(255)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
IMAGE_URL = string(3000, least=1)
ALT_TEXT = string(2000)

CONFIRM = Shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)


def option(text_kinds: tuple[str, ...] = ("plain_text",), *, url: bool = False) -> Check:
    fields: dict[str, Check] = {
        "text": text(75, text_kinds),
        "value": string(150),
        "description": text(75, text_kinds),
    }
    if url:
        fields["url"] = string(3000)
    return Shape(fields, ("text", "value"))


SELECT_OPTION = option()
RICH_OPTION = option(("plain_text", "mrkdwn"))
GROUP = Shape({"label": plain(75), "options": items(SELECT_OPTION, most=100)}, ("label", "options"))
FILTER = Shape(
    {
        "include": items(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)


def _choices_given(problems: Problems, pointer: str, value: dict[str, Any]) -> None:
    if ("options" in value) == ("option_groups" in value):
        problems.note(pointer, "must define either `options` or `option_groups`")


def listed(value: Any) -> list[Any]:
    """A copy of `value` if it is a list; what is not has been noted already."""
    return list(value) if isinstance(value, list) else []


def _initial_among(problems: Problems, pointer: str, value: dict[str, Any]) -> None:
    _choices_given(problems, pointer, value)
    offered = listed(value.get("options"))
    for group in listed(value.get("option_groups")):
        offered.extend(listed(group.get("options")) if isinstance(group, dict) else ())
    chosen = [value["initial_option"]] if value.get("initial_option") else []
    for each in [*chosen, *listed(value.get("initial_options"))]:
        if each not in offered:
            problems.note(pointer, "initial option must exactly match one of the options")


def _number(problems: Problems, pointer: str, value: Any) -> None:
    """Numbers travel as texts: `"3"`, `"0.5"`."""
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        problems.note(pointer, "must be a string that holds a number")


def _bounds_in_order(problems: Problems, pointer: str, value: dict[str, Any]) -> None:
    least, most = (value.get(each) for each in ("min_value", "max_value"))
    bounds = [each for each in (least, most) if isinstance(each, str) and NUMBER.fullmatch(each)]
    if len(bounds) == 2 and float(bounds[0]) > float(bounds[1]):
        problems.note(pointer, "`min_value` must not be greater than `max_value`")


def _day(problems: Problems, pointer: str, value: Any) -> None:
    try:
        date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        problems.note(pointer, "must be a date in the format YYYY-MM-DD")


COMMON: dict[str, Check] = {"action_id": ID, "focus_on_load": boolean}
MENU: dict[str, Check] = {**COMMON, "placeholder": plain(150), "confirm": CONFIRM}
MULTI: dict[str, Check] = {**MENU, "max_selected_items": anything}
CHOICES: dict[str, Check] = {
    "options": items(SELECT_OPTION, most=100),
    "option_groups": items(GROUP, most=100),
}
DISPATCH = Shape({"trigger_actions_on": anything})
TYPED_FIELD: dict[str, Check] = {
    **COMMON,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH,
}
URL_ALLOWED = {"default_to_current_conversation": boolean, "response_url_enabled": boolean}

ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {
            "text": plain(75),
            "action_id": ID,
            "url": string(3000),
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
        ("text",),
    ),
    "workflow_button": Shape({"text": plain(75), "action_id": ID}, ("text",), open=True),
    "image": Shape(
        {"image_url": IMAGE_URL, "alt_text": ALT_TEXT, "slack_file": anything}, ("alt_text",)
    ),
    "overflow": Shape(
        {
            "action_id": ID,
            "options": items(option(url=True), most=5),
            "confirm": CONFIRM,
        },
        ("options",),
    ),
    "checkboxes": Shape(
        {
            **COMMON,
            "options": items(RICH_OPTION, most=10),
            "initial_options": items(RICH_OPTION, most=10),
            "confirm": CONFIRM,
        },
        ("options",),
        also=_initial_among,
    ),
    "radio_buttons": Shape(
        {
            **COMMON,
            "options": items(RICH_OPTION, most=10),
            "initial_option": RICH_OPTION,
            "confirm": CONFIRM,
        },
        ("options",),
        also=_initial_among,
    ),
    "static_select": Shape(
        {**MENU, **CHOICES, "initial_option": SELECT_OPTION}, also=_initial_among
    ),
    "multi_static_select": Shape(
        {**MULTI, **CHOICES, "initial_options": items(SELECT_OPTION, most=100)},
        also=_initial_among,
    ),
    "external_select": Shape(
        {**MENU, "initial_option": SELECT_OPTION, "min_query_length": anything}
    ),
    "multi_external_select": Shape(
        {
            **MULTI,
            "initial_options": items(SELECT_OPTION, most=100),
            "min_query_length": anything,
        }
    ),
    "users_select": Shape({**MENU, "initial_user": string(255)}),
    "multi_users_select": Shape({**MULTI, "initial_users": items(string(255), least=0, most=100)}),
    "conversations_select": Shape(
        {**MENU, **URL_ALLOWED, "initial_conversation": string(255), "filter": FILTER}
    ),
    "multi_conversations_select": Shape(
        {
            **MULTI,
            "initial_conversations": items(string(255), least=0, most=100),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        }
    ),
    "channels_select": Shape(
        {**MENU, "initial_channel": string(255), "response_url_enabled": boolean}
    ),
    "multi_channels_select": Shape(
        {**MULTI, "initial_channels": items(string(255), least=0, most=100)}
    ),
    "datepicker": Shape({**MENU, "initial_date": _day}),
    "timepicker": Shape({**MENU, "initial_time": string(5), "timezone": string(255)}),
    "datetimepicker": Shape({**COMMON, "initial_date_time": anything, "confirm": CONFIRM}),
    "plain_text_input": Shape(
        {
            **TYPED_FIELD,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": anything,
            "max_length": anything,
        }
    ),
    "email_text_input": Shape({**TYPED_FIELD, "initial_value": string(3000)}),
    "url_text_input": Shape({**TYPED_FIELD, "initial_value": string(3000)}),
    "number_input": Shape(
        {
            **TYPED_FIELD,
            "initial_value": _number,
            "is_decimal_allowed": boolean,
            "min_value": _number,
            "max_value": _number,
        },
        ("is_decimal_allowed",),
        also=_bounds_in_order,
    ),
    "rich_text_input": Shape({**TYPED_FIELD, "initial_value": anything}),
    "file_input": Shape(
        {
            "action_id": ID,
            "filetypes": items(string(255), most=100),
            "max_files": one_of(*range(1, 11)),
        }
    ),
    "feedback_buttons": Shape({"action_id": ID}, ("positive_button", "negative_button"), open=True),
    "icon_button": Shape({"action_id": ID, "text": plain(75)}, ("icon", "text"), open=True),
    "url_source": Shape({"url": string(3000), "text": string(255)}, ("url", "text")),
}

SINGLE_MENUS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
)
MULTI_MENUS = tuple(f"multi_{name}" for name in SINGLE_MENUS)
PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")

IN_ACTIONS = ("button", "workflow_button", "overflow", "datetimepicker", *SINGLE_MENUS, *PICKERS)
IN_SECTION = (
    "button",
    "workflow_button",
    "overflow",
    "image",
    *SINGLE_MENUS,
    *MULTI_MENUS,
    *PICKERS,
)
IN_INPUT = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "datetimepicker",
    *SINGLE_MENUS,
    *MULTI_MENUS,
    *PICKERS,
)


def element(allowed: tuple[str, ...]) -> Check:
    return typed(ELEMENTS, allowed)
