"""A resource that releases share, and what a phase asks of the resources that it uses."""

from __future__ import annotations

from datetime import datetime

from orchestration.values import ExecutionId, Frozen, ReleaseId, UserId, name_key

MOST_PLACES = 99
"""Beyond this a limit limits nobody."""


class Resource(Frozen):
    """`staging`, and how many releases may hold it at once; one where nobody said otherwise."""

    name: str
    places: int = 1
    set_by: UserId | None = None
    set_at: datetime | None = None

    @property
    def key(self) -> str:
        return name_key(self.name)


class ResourceRequest(Frozen):
    """A phase wants all of these at once; it holds them all or none."""

    execution_id: ExecutionId
    phase: str
    attempt: int
    """The phase's, as it was reached."""
    release_id: ReleaseId
    uses: tuple[str, ...]
    """As its process names them."""
    place: int
    """In the one queue of all requests; the lower the sooner."""
    since: datetime
    ready: bool = True
    """False while its release is paused: it keeps its place, and others are let by."""
    held_at: datetime | None = None

    @property
    def id(self) -> str:
        return f"{self.execution_id}/{self.phase}"

    @property
    def names(self) -> dict[str, str]:
        """As its process writes each, by key."""
        return {name_key(each): each for each in self.uses}

    @property
    def keys(self) -> tuple[str, ...]:
        """What it uses, each once, in one order for all."""
        return tuple(sorted({name_key(each) for each in self.uses}))
