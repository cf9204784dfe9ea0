"""The nested forms of a file made flat: `- phase: {…}` is a phase, `process:` holds the process."""

from __future__ import annotations

from typing import Any

from orchestration.strict_yaml import Place


class Unwrapped:
    """Flat data, and where each part of it stood in the file."""

    def __init__(self, data: Any) -> None:
        self._moved: dict[Place, Place] = {}
        root: Place = ()
        if isinstance(data, dict) and "process" in data and "phases" not in data:
            root = ("process",)
            data = data["process"]
        self._moved[()] = root
        self.data = self._process(data, root) if isinstance(data, dict) else data

    def original(self, place: Place) -> Place:
        """Where in the file what is now at `place` was written."""
        for n in range(len(place), -1, -1):
            if place[:n] in self._moved:
                return (*self._moved[place[:n]], *place[n:])
        return place

    def _process(self, process: dict[str, Any], at: Place) -> dict[str, Any]:
        phases = process.get("phases")
        if not isinstance(phases, list):
            return process
        return {**process, "phases": self._items(phases, "phase", ("phases",), (*at, "phases"))}

    def _items(self, items: list[Any], word: str, new: Place, old: Place) -> list[Any]:
        found: list[Any] = []
        for n, each in enumerate(items):
            place: Place = (*old, n)
            item = each
            if isinstance(each, dict) and len(each) == 1 and isinstance(each.get(word), dict):
                item, place = each[word], (*old, n, word)
            self._moved[*new, n] = place
            if word == "phase" and isinstance(item, dict):
                inner = item.get("activities")
                if isinstance(inner, list):
                    below = self._items(
                        inner, "activity", (*new, n, "activities"), (*place, "activities")
                    )
                    item = {**item, "activities": below}
            found.append(item)
        return found
