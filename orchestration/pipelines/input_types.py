"""The types that a pipeline's inputs may have, and a value written in the type it wants."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from orchestration.errors import Permanent
from orchestration.values import Frozen, plain_line

NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}")
NUMBER: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}
Typed = str | int | float | bool


class InputType(Frozen):
    """What one input takes."""

    type: Literal["string", "number", "boolean", "choice"] = "string"
    options: tuple[str, ...] = ()
    """Of a choice: what may be chosen."""


def typed(name: str, takes: InputType, value: str) -> Typed:
    """The value as its type; raises `Permanent`, naming the input, where it is not of it."""
    match takes.type:
        case "number" if NUMBER.fullmatch(value.strip()):
            return float(value) if "." in value else int(value)
        case "boolean" if value.strip().casefold() in BOOLEANS:
            return BOOLEANS[value.strip().casefold()]
        case "choice" if value in takes.options:
            return value
        case "string":
            return value
        case _:
            wants = {"number": "a number", "boolean": "true or false"}.get(
                takes.type, "one of: " + ", ".join(takes.options)
            )
            raise Permanent(f"its input {name} is “{plain_line(value, 80)}” and must be {wants}")


def _by_name(written: Any) -> Any:
    """A list of names is text for each; a map says types, by a word or with the options."""
    if isinstance(written, list):
        written = dict.fromkeys(map(str, written), "string")
    if not isinstance(written, dict):
        raise ValueError("must be a list of names, or a map such as {version: string}")  # noqa: TRY004 - pydantic's
    for name in written:
        if not NAME.fullmatch(str(name)):
            raise ValueError(f"cannot hold “{name}”: use letters, digits, - and _")
    return {name: _described(name, each) for name, each in written.items()}


def _described(name: str, said: Any) -> Any:
    if isinstance(said, list):
        said = {"type": "choice", "options": said}
    elif isinstance(said, str):
        said = {"type": said}
    if isinstance(said, dict) and said.get("type") == "choice" and not said.get("options"):
        raise ValueError(f"must list the options of {name}, such as [staging, production]")
    return said


Inputs = Annotated[dict[str, InputType], BeforeValidator(_by_name), Field(max_length=50)]
"""`[version]`, `{version: string, dry-run: boolean}` or `{region: [eu, us]}`."""
