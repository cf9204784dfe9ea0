"""A map of the file and what has been read of it: what nobody reads ends up in the report."""

from __future__ import annotations

from typing import Any

from orchestration.processes.expressions.nearest import nearest
from orchestration.processes.harness.report import Report
from orchestration.strict_yaml import Place

NO_COUNTERPART = "has no counterpart here and was left out."

MOST_GUESSES = 100
"""Keys of a map that is still somebody's mistake and no other kind of file."""


class Part:
    """Reading marks a key as carried over; `finish` names the keys that were not."""

    def __init__(self, data: dict[str, Any], place: Place, report: Report) -> None:
        self.data = data
        self.place = place
        self.report = report
        self._read: dict[str, None] = {}

    def has(self, key: str) -> bool:
        return key in self.data

    def at(self, key: str) -> Place:
        return (*self.place, key)

    def take(self, *keys: str) -> tuple[Any, Place]:
        """The first of these keys that says something, and where; others of them stay unread."""
        self._read.update(dict.fromkeys(keys))
        for key in keys:
            if (value := self.data.get(key)) is not None:
                for other in keys:
                    if other != key and self.data.get(other) not in (None, value):
                        self.note(other, f"is said by `{key}` too, which was taken.", "Keep one.")
                return value, self.at(key)
        return None, self.place

    def text(self, *keys: str) -> str:
        """A text, or what reads like one; empty where there is none."""
        value, place = self.take(*keys)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        if isinstance(value, bool | int | float):
            return str(value).lower() if isinstance(value, bool) else str(value)
        self.report.note(place, "is not a text and was left out.", "Write it as a text.")
        return ""

    def texts(self, *keys: str) -> list[tuple[str, Place]]:
        """A list of texts, also where only one is written."""
        value, place = self.take(*keys)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found: list[tuple[str, Place]] = []
        for n, each in enumerate(listed):
            here: Place = (*place, n) if isinstance(value, list) else place
            if isinstance(each, str | int) and not isinstance(each, bool) and str(each).strip():
                found.append((str(each).strip(), here))
            elif each is not None:
                self.report.note(here, "is not a text and was left out.", "Write it as a text.")
        return found

    def part(self, *keys: str) -> Part | None:
        """A map within this one; `None` where there is none."""
        value, place = self.take(*keys)
        if isinstance(value, dict):
            return Part(value, place, self.report)
        if value is not None:
            self.report.note(place, "is not a map and was left out.", "Write it as a map.")
        return None

    def parts(self, key: str, word: str = "") -> list[Part]:
        """The maps of a list, `- phase: {…}` as `- {…}`."""
        value, place = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.report.note(place, "is not a list and was left out.", "Write it as a list.")
            return []
        found: list[Part] = []
        for n, each in enumerate(value):
            here: Place = (*place, n)
            if isinstance(each, dict):
                found.append(_unwrapped(Part(each, here, self.report), word))
            elif each is not None:
                self.report.note(here, "is not a map and was left out.", "Write it as a map.")
        return found

    def note(self, key: str, what: str, mend: str = "") -> None:
        self._read[key] = None
        self.report.note(self.at(key), what, mend)

    def drop(self, mend: str, *keys: str) -> None:
        """Name these keys, where they say something, as having no counterpart."""
        for key in keys:
            if key in self.data:
                self._read[key] = None
                if self.data[key] not in (None, "", [], {}):
                    self.note(key, NO_COUNTERPART, mend)

    def finish(self) -> None:
        """Name every key that nobody read."""
        guesses = len(self.data) < MOST_GUESSES and not self.report.full
        for key in self.data:
            if key not in self._read:
                guess = nearest(key, list(self._read)) if guesses else None
                mend = f"Did you mean “{guess}”?" if guess else "Say in the process what it meant."
                self.note(key, "is not known and was left out.", mend)


def _unwrapped(part: Part, word: str) -> Part:
    inner = part.data.get(word) if word else None
    if not isinstance(inner, dict):
        return part
    part.take(word)
    part.finish()
    return Part(inner, part.at(word), part.report)
