"""Buttons, selects and fields, each within Slack's limits (slack.md, Block Kit limits)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.views.text import cut, one_line, units
from orchestration.values import Frozen

Block = dict[str, Any]
Element = dict[str, Any]


class Choice(NamedTuple):
    label: str
    value: str
    description: str = ""


def plain(text: str, longest: int) -> Element:
    """A plain text object: Slack shows it as it is, so nothing in it can ping."""
    return {"type": "plain_text", "text": one_line(text, longest) or "—", "emoji": True}


def confirm(title: str, text: str, yes: str, *, danger: bool = False) -> Element:
    """The question before something that cannot be taken back."""
    asked = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain("Not now", 30),
    }
    return {**asked, "style": "danger"} if danger else asked


def button(
    label: str,
    action_id: str,
    value: Frozen | str = "",
    *,
    style: str = "",
    asks: Element | None = None,
    says: str = "",
) -> Element:
    """A button; `says` is read aloud instead of the label where the label alone is ambiguous."""
    carried = value.model_dump_json() if isinstance(value, Frozen) else value
    if units(carried) > 2000:
        raise ValueError(f"{action_id} carries {units(carried)} characters; Slack takes 2000")
    drawn: Element = {"type": "button", "text": plain(label, 75), "action_id": action_id}
    if carried:
        drawn["value"] = carried
    if style:
        drawn["style"] = style
    if asks:
        drawn["confirm"] = asks
    if says:
        drawn["accessibility_label"] = one_line(says, 75)
    return drawn


def options(choices: Iterable[Choice], most: int = 100) -> list[Element]:
    """What can be chosen: each value once; a value Slack would not carry back is left out."""
    drawn: dict[str, Element] = {}
    for each in choices:
        if not each.value or units(each.value) > 150 or each.value in drawn or len(drawn) == most:
            continue
        option: Element = {"text": plain(each.label, 75), "value": each.value}
        if each.description:
            option["description"] = plain(each.description, 75)
        drawn[each.value] = option
    return list(drawn.values())


def select(
    action_id: str, choices: Iterable[Choice], *, chosen: str = "", placeholder: str = "Choose"
) -> Element:
    drawn = options(choices) or options([Choice("Nothing to choose", "none")])
    initial = [each for each in drawn if each["value"] == chosen]
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "options": drawn,
        "placeholder": plain(placeholder, 150),
    }
    return {**element, "initial_option": initial[0]} if initial else element


def multi_select(
    action_id: str,
    choices: Iterable[Choice],
    *,
    chosen: Sequence[str] = (),
    placeholder: str = "Choose",
) -> Element:
    return _with_initial(
        {
            "type": "multi_static_select",
            "action_id": action_id,
            "options": options(choices) or options([Choice("Nothing to choose", "none")]),
            "placeholder": plain(placeholder, 150),
        },
        chosen,
    )


def grouped_multi_select(
    action_id: str,
    groups: Iterable[tuple[str, Sequence[Choice]]],
    *,
    chosen: Sequence[str] = (),
    placeholder: str = "Choose",
) -> Element:
    """A multi-select under headings; empty headings are left out."""
    drawn = [
        {"label": plain(label, 75), "options": offered}
        for label, choices in groups
        if (offered := options(choices))
    ][:100]
    if not drawn:
        return multi_select(action_id, (), placeholder=placeholder)
    return _with_initial(
        {
            "type": "multi_static_select",
            "action_id": action_id,
            "option_groups": drawn,
            "placeholder": plain(placeholder, 150),
        },
        chosen,
    )


def _with_initial(element: Element, chosen: Sequence[str]) -> Element:
    offered = [
        *element.get("options", ()),
        *(each for group in element.get("option_groups", ()) for each in group["options"]),
    ]
    initial = [each for each in offered if each["value"] in set(chosen)][:100]
    return {**element, "initial_options": initial} if initial else element


def radio(action_id: str, choices: Iterable[Choice], *, chosen: str = "") -> Element:
    """One of them; nothing is chosen beforehand where somebody has to decide."""
    drawn = options(choices, most=10)
    element: Element = {"type": "radio_buttons", "action_id": action_id, "options": drawn}
    if not chosen:
        return element
    return {**element, "initial_option": next(each for each in drawn if each["value"] == chosen)}


def checkboxes(action_id: str, choices: Iterable[Choice], *, chosen: Sequence[str] = ()) -> Element:
    return _with_initial(
        {"type": "checkboxes", "action_id": action_id, "options": options(choices, most=10)}, chosen
    )


def overflow(action_id: str, choices: Iterable[Choice]) -> Element:
    """The menu behind three dots."""
    return {"type": "overflow", "action_id": action_id, "options": options(choices, most=5)}


def users_select(
    action_id: str, *, chosen: Sequence[str] = (), placeholder: str = "Choose people"
) -> Element:
    element: Element = {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
    }
    initial = list(dict.fromkeys(each for each in chosen if each))[:100]
    return {**element, "initial_users": initial} if initial else element


def conversation_select(action_id: str, *, chosen: str = "") -> Element:
    """A channel we may be invited to; the current one unless another is named."""
    element: Element = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain("Choose a channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if chosen:
        return {**element, "initial_conversation": chosen}
    return {**element, "default_to_current_conversation": True}


def text_field(
    action_id: str,
    *,
    value: str = "",
    multiline: bool = False,
    longest: int = 3000,
    placeholder: str = "",
) -> Element:
    """A field to type in; what it starts with is kept as it was typed."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": longest,
    }
    if value:
        element["initial_value"] = cut(value, longest)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def file_field(action_id: str, filetypes: Sequence[str] = (), *, most: int = 1) -> Element:
    """Files; what they end in is a convenience of Slack's and says nothing of what they are."""
    element: Element = {"type": "file_input", "action_id": action_id, "max_files": most}
    return {**element, "filetypes": list(filetypes)} if filetypes else element


def moment_field(action_id: str, *, value: datetime | None = None) -> Element:
    element: Element = {"type": "datetimepicker", "action_id": action_id}
    return {**element, "initial_date_time": int(value.timestamp())} if value else element
