"""A finished release that may be run again."""

from __future__ import annotations

from typing import NamedTuple

from orchestration.releases.model import Release


class Repeatable(NamedTuple):
    """A finished release, and how much of it need not be done again."""

    release: Release
    done: int
    total: int

    @property
    def can_go_on(self) -> bool:
        """Whether some of it succeeded, and some did not."""
        return 0 < self.done < self.total
