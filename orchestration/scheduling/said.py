"""A text that is read by taking out what is understood; what is left at the end is not."""

from __future__ import annotations

import re

_MEANS_NOTHING = re.compile(r"\b(?:on|at|the|of|a|releases?|and|then)\b|[,.;:]", re.IGNORECASE)


class Said:
    def __init__(self, text: str) -> None:
        self._text = f" {text.strip()} "

    @property
    def left(self) -> str:
        """What nobody understood."""
        return " ".join(_MEANS_NOTHING.sub(" ", self._text).split())

    @property
    def words(self) -> list[str]:
        return self._text.split()

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take the first match out, in any case; None where there is none."""
        found = re.search(pattern, self._text, re.IGNORECASE)
        if found:
            self._text = f"{self._text[: found.start()]} {self._text[found.end() :]}"
        return found
