"""Declared inputs as the fields of a form: by each one's type, within Slack's limits.

What a field starts with is never lost in it: a value that the element of its type could not show
(an expression, a choice that is offered no more) is shown as text. How many choices a menu has is
Slack's and a view's limit: to 100 one list, to 500 groups, beyond that the value is typed and
checked (docs/decisions/0069).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from pydantic import JsonValue

from bot.views.blocks import field, section
from bot.views.elements import Block, Choice, Element, text_field
from bot.views.text import bold, cut, units
from bot.views.value_elements import (
    as_digits,
    date_field,
    few,
    long_select,
    number_field,
    user_select,
)
from orchestration.processes.input_values import Unfit, as_text, read_value
from orchestration.processes.inputs import InputSpec, InputType

T = TypeVar("T")
PER_PAGE = 6
NOTHING, YES, NO = "-", "yes", "no"
MOST_CHOICES = 300
_TELLING_CHOICES = 100
_LONGEST = 3000
"""Of Slack's text field."""
_ONE_LINE = 80
"""A text that is longer, or may be, has a field of several lines."""
_HEAVIEST = 190_000
"""Of the questions of a page: a view may not be larger than about 250 kB."""


class TypedField(NamedTuple):
    """One declared input, asked for at one place of a form."""

    spec: InputSpec
    block_id: str
    value: JsonValue = None
    """What it starts with; None: with nothing."""
    otherwise: str = ""
    """What holds where it is left empty, in words: `eu, the default`."""
    needed: bool = False
    as_text: bool = False
    """Any type is typed, so that an expression can be."""


def draw(of: TypedField) -> Block:
    """The field; where a form cannot hold its value, a line that says so in its place."""
    if units(_text(of)) > _LONGEST:
        said = f"{bold(of.spec.name)} is longer than a form holds; it stays as it is."
        return section(f"{said} Change it in the file: *Export*, then import it.")
    element = _element(of)
    return field(
        of.spec.name, element, of.block_id, optional=not of.needed, hint=_hint(of, element)
    )


def pages(fields: Sequence[TypedField]) -> list[list[TypedField]]:
    """Six fields a page, and fewer where their choices are many; at least one page."""
    return paged(fields, [draw(each) for each in fields])


def paged(
    items: Sequence[T], drawn: Sequence[Block], *, leads: Callable[[T], bool] = lambda _: False
) -> list[list[T]]:
    """The questions of each page, by how they are drawn; one that `leads` is never the last."""
    made: list[list[T]] = [[]]
    room = _HEAVIEST
    for each, block in zip(items, drawn, strict=True):
        size = len(json.dumps(block))
        full = PER_PAGE - 1 if leads(each) else PER_PAGE
        if made[-1] and (len(made[-1]) >= full or size > room):
            made.append([])
            room = _HEAVIEST
        made[-1].append(each)
        room -= size
    return made


def _element(of: TypedField) -> Element:
    if of.as_text:
        return _typed_in(of)
    if of.value is None:
        return _of_type(of, None)
    try:
        return _of_type(of, read_value(of.spec, of.value))
    except Unfit:
        return _typed_in(of)


def _of_type(of: TypedField, value: JsonValue) -> Element:
    """`value` is None, or one that the input takes."""
    spec, block_id = of.spec, of.block_id
    if spec.type is InputType.BOOLEAN:
        return few(block_id, _yes_or_no(of), chosen=_chosen_of_few(of, value))
    if 0 < len(spec.allowed_values) <= MOST_CHOICES:
        return _menu(of, value)
    match spec.type:
        case InputType.NUMBER:
            text = "" if value is None else as_text(value)
            if text:
                read_value(spec, text)  # `1e+22` is a number that nobody can type
            return number_field(block_id, value=text, least=spec.min, most=spec.max)
        case InputType.DATE:
            return date_field(block_id, value=as_text(value))
        case InputType.USER:
            return user_select(block_id, chosen=as_text(value))
        case _:
            return _typed_in(of)


def _yes_or_no(of: TypedField) -> list[Choice]:
    asked = [Choice("Yes", YES), Choice("No", NO)]
    return asked if of.needed else [*asked, _no_value(of)]


def _chosen_of_few(of: TypedField, value: JsonValue) -> str:
    if value is None:
        return "" if of.needed else NOTHING
    return YES if value else NO


def _menu(of: TypedField, value: JsonValue) -> Element:
    """Its values travel as positions: they may be longer than Slack takes, and of any type."""
    several = of.spec.type is InputType.LIST
    allowed = list(of.spec.allowed_values)
    tells = len(allowed) <= _TELLING_CHOICES
    choices = [_choice(as_text(each), str(n), tells=tells) for n, each in enumerate(allowed)]
    if several and isinstance(value, list):
        chosen = [str(n) for n, each in enumerate(allowed) if each in value]
    else:
        chosen = [str(allowed.index(value))] if value in allowed else []
    if not several and not of.needed:
        choices.insert(0, _no_value(of))
        chosen = chosen or [NOTHING]
    return long_select(of.block_id, choices, chosen=chosen, several=several)


def _choice(text: str, value: str, *, tells: bool) -> Choice:
    """With its end as a description, where two may begin alike and there is room for it."""
    end = f"…{text[-70:]}" if tells and units(text) > 75 else ""
    return Choice(text or "(empty)", value, end)


def _no_value(of: TypedField) -> Choice:
    return Choice(f"Leave empty: {of.otherwise}" if of.otherwise else "No value", NOTHING)


def _typed_in(of: TypedField) -> Element:
    spec, text = of.spec, _text(of)
    several_lines = spec.type is InputType.OBJECT or "\n" in text or len(text) > _ONE_LINE
    may_be_long = spec.type is InputType.STRING and (spec.max or 0) > _ONE_LINE
    shown = "env:NAME" if spec.type is InputType.SECRET else ""
    return text_field(
        of.block_id,
        value=text,
        multiline=several_lines or may_be_long,
        longest=_LONGEST,
        placeholder=shown,
    )


def _text(of: TypedField) -> str:
    """A value as it is typed; an object over several lines, as people write it."""
    if isinstance(of.value, dict):
        return json.dumps(of.value, ensure_ascii=False, indent=2)
    return as_text(of.value)


def _hint(of: TypedField, element: Element) -> str:
    """What it is and how to type it; what else holds, where no choice of the menu says it."""
    said = [cut(of.spec.description, 250), _how(of.spec)]
    in_menu = element["type"] in {"static_select", "radio_buttons"} and not of.needed
    if of.otherwise and not in_menu:
        said.append(f"Left empty: {cut(of.otherwise, 120)}.")
    return " ".join(each for each in said if each)


def _how(spec: InputSpec) -> str:
    """What to type, where the element alone does not say."""
    if spec.type is InputType.SECRET:
        return "A reference, env:NAME or file:PATH. The secret itself is never typed here."
    if spec.type is InputType.OBJECT:
        return 'As JSON, such as {"region": "eu"}.'
    if spec.type is InputType.LIST and not spec.allowed_values:
        return "Several with commas between them."
    if len(spec.allowed_values) > MOST_CHOICES:
        return f"One of {len(spec.allowed_values):,}, such as {as_text(spec.allowed_values[0])}."
    if spec.type is InputType.NUMBER:
        return _within(spec)
    return f"Must match {cut(spec.pattern, 100)}." if spec.pattern else ""


def _within(spec: InputSpec) -> str:
    least = "" if spec.min is None else as_digits(spec.min)
    most = "" if spec.max is None else as_digits(spec.max)
    if least and most:
        return f"From {least} to {most}."
    return f"At least {least}." if least else f"At most {most}." if most else ""
