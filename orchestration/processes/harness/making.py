"""Our plain data while it is made, and where each part of it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from orchestration.processes.expressions.printing import spelled
from orchestration.strict_yaml import Place
from orchestration.values import slug

_ID = re.compile(r"[A-Za-z0-9_]+(?:-+[A-Za-z0-9_]+)*")
_LONGEST_ID = 128


class Made:
    """A map with our keys; what says nothing is not in it."""

    def __init__(self, place: Place) -> None:
        self.data: dict[str, Any] = {}
        self.places: dict[Place, Place] = {(): place}

    def put(self, key: str, value: Any, place: Place | None = None) -> None:
        if value is None or value in ("", [], {}, ()):
            return
        self.data[key] = value
        self.places[key,] = place if place is not None else self.places[()]

    def put_all(self, key: str, made: Iterable[Made], place: Place | None = None) -> None:
        """A list of maps."""
        items = list(made)
        self.put(key, [each.data for each in items], place)
        for n, each in enumerate(items):
            self.places.update(((key, n, *here), there) for here, there in each.places.items())


def read_input(name: str) -> str:
    """The text that passes an input on as it is."""
    return f"{{{{ {spelled(('inputs', name))} }}}}"


def safe_id(text: str) -> str:
    """Ids are kept; what no reference here can spell becomes one that can be."""
    return text if _ID.fullmatch(text) and len(text) <= _LONGEST_ID else slug(text)


def name_of(identifier: str) -> str:
    """`run_smoke_tests` → `Run smoke tests`; `AutoPipe` stays."""
    words = " ".join(re.split(r"[_\-\s]+", identifier)).strip()
    return words[:1].upper() + words[1:] if words.islower() else words
