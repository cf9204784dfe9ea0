"""What a model is offered by id: the entries of this workspace nearest to what a text says."""

from __future__ import annotations

from pydantic import Field

from orchestration.values import Frozen


class OfferedEntry(Frozen):
    """One thing that exists and may be referred to, in a line."""

    id: str = Field(max_length=200)
    name: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=300)


class Offered(Frozen):
    """Chosen by us, most similar first; a reference to anything else is no reference."""

    activities: tuple[OfferedEntry, ...] = ()
    pipelines: tuple[OfferedEntry, ...] = ()
    roles: tuple[OfferedEntry, ...] = ()
    processes: tuple[OfferedEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.activities or self.pipelines or self.roles or self.processes)
