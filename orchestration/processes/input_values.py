"""Is a value one that an input takes? Read from what people type, and said in words where not."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Final

from pydantic import JsonValue, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaError

from orchestration.processes.inputs import InputSpec, InputType

REFERENCE: Final = re.compile(r"(env|file):[^\s]{1,500}")
SLACK_USER: Final = re.compile(r"[UW][A-Z0-9]{6,}")
LONGEST: Final = 4000
_YES: Final = frozenset({"true", "yes", "y", "on", "1"})
_NO: Final = frozenset({"false", "no", "n", "off", "0"})


class Unfit(ValueError):  # noqa: N818 - said of a value
    """Says what the value must be: `must be a number`."""


def read_value(spec: InputSpec, given: JsonValue) -> JsonValue:
    """The value as its type has it; raises `Unfit`. A text is read as people type it."""
    value = _typed(spec, given)
    if spec.allowed_values and not _is_allowed(spec, value):
        few = "some" if spec.type is InputType.LIST else "one"
        raise Unfit(f"must be {few} of {', '.join(map(as_text, spec.allowed_values[:20]))}")
    if isinstance(value, str) and spec.pattern and not matches(spec.pattern, value):
        raise Unfit(f"must match {spec.pattern}")
    _within(spec, value)
    return value


def _is_allowed(spec: InputSpec, value: JsonValue) -> bool:
    """Of a list each entry is one of them, where it is not one of them as a whole."""
    if value in spec.allowed_values:
        return True
    return isinstance(value, list) and all(each in spec.allowed_values for each in value)


def as_text(value: JsonValue) -> str:
    """As people would type it: `true`, `3`, `eu, us`."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(each, str) and "," not in each for each in value):
            return ", ".join(str(each) for each in value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _typed(spec: InputSpec, given: JsonValue) -> JsonValue:
    text = given.strip() if isinstance(given, str) else None
    if text is not None and len(text) > LONGEST:
        raise Unfit(f"must be at most {LONGEST:,} characters long")
    match spec.type:
        case InputType.STRING | InputType.CHOICE:
            return as_text(given) if text is None else text
        case InputType.NUMBER:
            return _number(given if text is None else text)
        case InputType.BOOLEAN:
            return _boolean(given if text is None else text)
        case InputType.LIST:
            return _list(given if text is None else text)
        case InputType.OBJECT:
            return _object(given if text is None else text)
        case InputType.DATE:
            return _date(text)
        case InputType.USER:
            return _fully(SLACK_USER, text, "must be a person of this workspace")
        case InputType.SECRET:
            return _fully(
                REFERENCE, text, "must be a reference, env:NAME or file:PATH, never the secret"
            )


def _number(given: JsonValue) -> JsonValue:
    if isinstance(given, int | float) and not isinstance(given, bool):
        return given
    if isinstance(given, str) and re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", given):
        return float(given) if "." in given else int(given)
    raise Unfit("must be a number")


def _boolean(given: JsonValue) -> JsonValue:
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and given.lower() in _YES | _NO:
        return given.lower() in _YES
    raise Unfit("must be yes or no")


def _list(given: JsonValue) -> JsonValue:
    if isinstance(given, list):
        return given
    if isinstance(given, str):
        if given.startswith("["):
            return _json(given, list, "must be a list, such as eu, us")
        return [each.strip() for each in given.split(",") if each.strip()]
    raise Unfit("must be a list, such as eu, us")


def _object(given: JsonValue) -> JsonValue:
    if isinstance(given, dict):
        return given
    if isinstance(given, str):
        return _json(given, dict, 'must be an object, such as {"region": "eu"}')
    raise Unfit('must be an object, such as {"region": "eu"}')


def _json(text: str, kind: type, otherwise: str) -> JsonValue:
    try:
        found: JsonValue = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unfit(otherwise) from error
    if not isinstance(found, kind):
        raise Unfit(otherwise)
    return found


def _date(text: str | None) -> JsonValue:
    try:
        return date.fromisoformat(text or "").isoformat()
    except ValueError as error:
        raise Unfit("must be a date, such as 2026-11-30") from error


def _fully(pattern: re.Pattern[str], text: str | None, otherwise: str) -> JsonValue:
    if text is None or not pattern.fullmatch(text):
        raise Unfit(otherwise)
    return text


def matches(pattern: str, value: str) -> bool:
    """True when all of the value matches; raises `Unfit` for what is no pattern.

    By the regular expressions of pydantic's core, whose time is linear in the text: nobody can
    write a pattern that hangs Drumbeat. They know no look-around and no back-references.
    """
    try:
        _pattern(pattern).validate_python(value)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> TypeAdapter[str]:
    try:
        return TypeAdapter(Annotated[str, StringConstraints(pattern=f"^(?:{pattern})$")])
    except SchemaError as error:
        raise Unfit("has a pattern that cannot be read") from error


def _within(spec: InputSpec, value: JsonValue) -> None:
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return
    size = value if isinstance(value, int | float) else len(value)
    of = "" if isinstance(value, int | float) else " long"
    if spec.min is not None and size < spec.min:
        raise Unfit(f"must be at least {spec.min:g}{of}")
    if spec.max is not None and size > spec.max:
        raise Unfit(f"must be at most {spec.max:g}{of}")
