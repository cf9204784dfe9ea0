"""YAML as people write it: plain data and its places; no aliases, tags or duplicate keys.

Scalars are those of YAML 1.2's core schema, so `12:30`, `no` and `2026-11-23` stay the words they
are. Parsed by libyaml in one pass over its events: a file cannot be larger than it looks, and a
large one costs milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

Place = tuple[str | int, ...]
"""Where a value stands: `("pipelines", "deploy", "argv", 0)`."""
DEEPEST: Final = 40
"""Levels of nesting; what people write needs ten."""
MOST_VALUES: Final = 200_000

_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Spot(NamedTuple):
    """Both from 1, as editors count."""

    line: int
    column: int


class Document(NamedTuple):
    data: Any
    spots: dict[Place, Spot]
    """Of every value; of one in a map, where its key stands."""

    def spot(self, place: Place) -> Spot | None:
        """Where it stands, or the nearest thing around it that does."""
        while place and place not in self.spots:
            place = place[:-1]
        return self.spots.get(place)


class NotStrictYaml(Exception):  # noqa: N818 - a claim about the file, with where
    def __init__(self, problem: str, spot: Spot | None = None) -> None:
        super().__init__(problem if spot is None else f"line {spot.line}: {problem}")
        self.problem = problem
        self.spot = spot


def read(text: str) -> Document:
    """The data and the place of each value; raises `NotStrictYaml`."""
    try:
        return _Reading(yaml.parse(text, Loader=yaml.CSafeLoader)).document()
    except yaml.YAMLError as error:
        if isinstance(error, yaml.reader.ReaderError):
            raise NotStrictYaml(str(error.reason), _spot_of(text, error.position)) from error
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None)
        if mark and problem and "cannot start any token" in problem:
            tab = text.splitlines()[mark.line][mark.column : mark.column + 1] == "\t"
            problem = "a tab cannot indent; use spaces" if tab else "put this text in quotes"
        raise NotStrictYaml(problem or "this is not YAML", _spot(mark) if mark else None) from error


class _Reading:
    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._spots: dict[Place, Spot] = {}
        self._left = MOST_VALUES

    def document(self) -> Document:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            return Document(None, {})
        data = self._value(next(self._events), (), 0)
        next(self._events)
        following = next(self._events)
        if isinstance(following, yaml.DocumentStartEvent):
            raise NotStrictYaml(
                "a second document begins here; keep one to a file", _spot(following.start_mark)
            )
        return Document(data, self._spots)

    def _value(self, event: yaml.Event, place: Place, depth: int) -> Any:
        spot = _spot(event.start_mark)
        self._spots.setdefault(place, spot)
        self._left -= 1
        if self._left < 0:
            raise NotStrictYaml(f"more than {MOST_VALUES:,} values", spot)
        if depth > DEEPEST:
            raise NotStrictYaml(f"nested more than {DEEPEST} levels deep", spot)
        if isinstance(event, yaml.AliasEvent):
            raise NotStrictYaml("aliases (*name) are not taken; write the value again", spot)
        if getattr(event, "tag", None) not in {None, "!"}:
            raise NotStrictYaml("tags (!name) are not taken; remove it", spot)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(place, depth)
        return _scalar(event)

    def _list(self, place: Place, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*place, len(found)), depth + 1))
        return found

    def _map(self, place: Place, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            spot = _spot(event.start_mark)
            if not isinstance(event, yaml.ScalarEvent):
                raise NotStrictYaml("a key must be a word", spot)
            key = event.value
            if key in found:
                raise NotStrictYaml(f"“{key}” stands here twice; remove one", spot)
            self._spots[*place, key] = spot
            found[key] = self._value(next(self._events), (*place, key), depth + 1)
        return found


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _spot_of(text: str, position: int) -> Spot:
    """Of a byte that cannot be read; libyaml counts those of UTF-8."""
    before = text.encode("utf-8", "replace")[:position].decode("utf-8", "ignore")
    return Spot(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _spot(mark: Any) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)
