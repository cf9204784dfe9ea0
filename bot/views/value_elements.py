"""Elements that hold a typed value: a number, a date, a person, one or several of some choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.elements import Choice, Element, options, plain

_OF_A_GROUP = 100
"""Options of one group, and of a list without groups; Slack takes no more."""


def number_field(
    action_id: str, *, value: str = "", least: float | None = None, most: float | None = None
) -> Element:
    element: Element = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": True}
    if value:
        element["initial_value"] = value
    if least is not None:
        element["min_value"] = as_digits(least)
    if most is not None:
        element["max_value"] = as_digits(most)
    return element


def as_digits(number: float) -> str:
    """`1000000`, `0.5`: never `1e+06`, which Slack does not take."""
    return f"{number:.10f}".rstrip("0").rstrip(".")


def date_field(action_id: str, *, value: str = "") -> Element:
    element: Element = {
        "type": "datepicker",
        "action_id": action_id,
        "placeholder": plain("Choose a date", 150),
    }
    return {**element, "initial_date": value} if value else element


def user_select(action_id: str, *, chosen: str = "") -> Element:
    element: Element = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain("Choose a person", 150),
    }
    return {**element, "initial_user": chosen} if chosen else element


def few(action_id: str, choices: Iterable[Choice], *, chosen: str = "") -> Element:
    """Up to ten choices, all of them in sight; none is chosen unless one is named."""
    drawn = options(choices, most=10)
    element: Element = {"type": "radio_buttons", "action_id": action_id, "options": drawn}
    initial = [each for each in drawn if each["value"] == chosen]
    return {**element, "initial_option": initial[0]} if initial else element


def long_select(
    action_id: str,
    choices: Sequence[Choice],
    *,
    chosen: Sequence[str] = (),
    several: bool = False,
) -> Element:
    """A menu of any length: beyond a hundred choices they stand in groups named by their ends."""
    element: Element = {
        "type": "multi_static_select" if several else "static_select",
        "action_id": action_id,
        "placeholder": plain("Choose", 150),
    }
    if len(choices) <= _OF_A_GROUP:
        offered = element["options"] = options(choices)
    else:
        element["option_groups"] = [
            {"label": plain(_ends(group), 75), "options": options(group)}
            for n in range(0, len(choices), _OF_A_GROUP)
            if (group := choices[n : n + _OF_A_GROUP])
        ]
        offered = [each for group in element["option_groups"] for each in group["options"]]
    initial = [each for each in offered if each["value"] in set(chosen)]
    if initial and several:
        element["initial_options"] = initial[:100]
    elif initial:
        element["initial_option"] = initial[0]
    return element


def _ends(group: Sequence[Choice]) -> str:
    return f"{group[0].label[:30]} … {group[-1].label[:30]}"
