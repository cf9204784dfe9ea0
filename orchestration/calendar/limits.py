"""What releases share, and how many that share it may be there at once."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pydantic import Field

from orchestration.releases.model import Release
from orchestration.values import Frozen, name_key


class Shares(StrEnum):
    """By what two releases get in each other's way."""

    TAG = "tag"
    TEAM = "team"
    SERVICE = "service"
    ENVIRONMENT = "environment"


class Shared(Frozen):
    """One tag, team, service or environment, as it is compared: `backend` is `Backend`."""

    kind: Shares
    name: str

    @property
    def said(self) -> str:
        return f"{self.kind} {self.name}"


ANY: Final = 0
"""As a limit: so many as there are."""


class Limit(Frozen):
    """How many releases that share something may be there at once."""

    of: Shared
    most: int = Field(ge=0)


class Limits(Frozen):
    """Of what has no limit of its own, one release at a time."""

    each: tuple[Limit, ...] = ()

    def most(self, of: Shared) -> int:
        return next((limit.most for limit in self.each if limit.of == of), 1)


def shared_by(release: Release) -> Iterator[Shared]:
    """What a release has of that kind, each once."""
    named = {
        Shares.TAG: release.tags,
        Shares.TEAM: (release.team,),
        Shares.SERVICE: release.services,
        Shares.ENVIRONMENT: release.environments,
    }
    for kind, names in named.items():
        yield from dict.fromkeys(_shared(kind, name) for name in names if name)


@lru_cache(maxsize=4096)
def _shared(kind: Shares, name: str) -> Shared:
    """Kept, since the same few are asked for again and again."""
    return Shared(kind=kind, name=name_key(name))
