"""The words of the Block Kit grammar: small checks that note problems under a JSON pointer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


class Problems:
    """What is wrong, in Slack's sentences, each with where."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def note(self, pointer: str, message: str) -> None:
        self.found.append((pointer, message))

    def messages(self) -> list[str]:
        return [f"{message} [json-pointer:{pointer}]" for pointer, message in self.found]


Check = Callable[[Problems, str, Any], None]


@dataclass(frozen=True)
class Shape:
    """An object's fields; `open` ones tolerate fields we have no documentation of."""

    fields: dict[str, Check]
    required: tuple[str, ...] = ()
    open: bool = False
    also: Check | None = field(default=None)

    def __call__(self, problems: Problems, pointer: str, value: Any) -> None:
        if not isinstance(value, dict):
            problems.note(pointer, "must be an object")
            return
        for name in self.required:
            if value.get(name) is None:
                problems.note(pointer, f"missing required field: {name}")
        for name, held in value.items():
            if name == "type" or held is None:
                continue
            if name in self.fields:
                self.fields[name](problems, f"{pointer}/{name}", held)
            elif not self.open:
                problems.note(pointer, f"invalid additional property: {name}")
        if self.also:
            self.also(problems, pointer, value)


def string(most: int, *, least: int = 0) -> Check:
    def check(problems: Problems, pointer: str, value: Any) -> None:
        if not isinstance(value, str):
            problems.note(pointer, "must be a string")
        elif len(value) < least:
            problems.note(pointer, f"must be more than {least - 1} characters")
        elif len(value) > most:
            problems.note(pointer, f"must be less than {most + 1} characters")

    return check


def one_of(*allowed: Any) -> Check:
    def check(problems: Problems, pointer: str, value: Any) -> None:
        if value not in allowed:
            problems.note(pointer, f"must be a valid enum value: {', '.join(map(str, allowed))}")

    return check


def boolean(problems: Problems, pointer: str, value: Any) -> None:
    if not isinstance(value, bool):
        problems.note(pointer, "must be a boolean")


def anything(_problems: Problems, _pointer: str, _value: Any) -> None:
    """A field we do not look into."""


def items(each: Check, *, least: int = 1, most: int) -> Check:
    def check(problems: Problems, pointer: str, value: Any) -> None:
        if not isinstance(value, list):
            problems.note(pointer, "must be an array")
            return
        if len(value) < least:
            problems.note(pointer, f"no less than {least} items allowed")
        if len(value) > most:
            problems.note(pointer, f"no more than {most} items allowed")
        for index, item in enumerate(value[:most]):
            each(problems, f"{pointer}/{index}", item)

    return check


def text(most: int, kinds: Iterable[str] = ("plain_text", "mrkdwn")) -> Check:
    """A text object of one of `kinds`, 1 to `most` characters."""
    allowed = tuple(kinds)
    length = string(most, least=1)

    def check(problems: Problems, pointer: str, value: Any) -> None:
        if not isinstance(value, dict):
            problems.note(pointer, "must be an object")
            return
        if value.get("type") not in allowed:
            problems.note(f"{pointer}/type", f"unsupported type: {value.get('type')}")
        if value.get("text") is None:
            problems.note(pointer, "missing required field: text")
        else:
            length(problems, f"{pointer}/text", value["text"])
        for name in value:
            if name not in ("type", "text", "emoji", "verbatim"):
                problems.note(pointer, f"invalid additional property: {name}")
        if "emoji" in value and value.get("type") == "mrkdwn":
            problems.note(pointer, "invalid additional property: emoji")

    return check


def plain(most: int) -> Check:
    return text(most, ("plain_text",))


def typed(shapes: dict[str, Shape], allowed: Iterable[str] | None = None) -> Check:
    """An object told apart by its `type`, which must be one of `allowed`."""
    accepted = frozenset(shapes if allowed is None else allowed)

    def check(problems: Problems, pointer: str, value: Any) -> None:
        if not isinstance(value, dict):
            problems.note(pointer, "must be an object")
            return
        kind = value.get("type")
        if kind is None:
            problems.note(pointer, "missing required field: type")
        elif not isinstance(kind, str) or kind not in accepted or kind not in shapes:
            problems.note(f"{pointer}/type", f"unsupported type: {kind}")
        else:
            shapes[kind](problems, pointer, value)

    return check
