"""What `uses` says: an activity of the store, and its version where one is named."""

from __future__ import annotations

from typing import NamedTuple


class Uses(NamedTuple):
    id: str
    version: int | None
    """None means the latest, taken when the process is published."""

    def __str__(self) -> str:
        return self.id if self.version is None else f"{self.id}@{self.version}"


def read_uses(text: str) -> Uses:
    """`deploy-service` or `deploy-service@3`; what is neither names an activity nobody has."""
    name, at, version = text.strip().partition("@")
    if not at:
        return Uses(name, None)
    if version.isascii() and version.isdigit() and len(version) < 10:
        return Uses(name, int(version))
    return Uses(text.strip(), None)
