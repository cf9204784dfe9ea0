"""Everything that a draft may refer to here, as it is now."""

from __future__ import annotations

from orchestration.processes.model import ActivityType
from orchestration.processes.offered import OfferedEntry
from orchestration.values import Frozen


class KnownActivity(OfferedEntry):
    """An activity of the store that is in use."""

    type: ActivityType


class Known(Frozen):
    """Not chosen for any text yet; what is in use only, and only what its reader may see."""

    activities: tuple[KnownActivity, ...] = ()
    pipelines: tuple[OfferedEntry, ...] = ()
    roles: tuple[OfferedEntry, ...] = ()
    processes: tuple[OfferedEntry, ...] = ()


NOTHING_KNOWN = Known()


def pipelines_named(*names: str) -> tuple[OfferedEntry, ...]:
    """Pipelines of which only the names are known."""
    return tuple(entry(each) for each in names)


def entry(entry_id: str, name: str = "", description: str = "") -> OfferedEntry:
    """One that fits its bounds; the id must, since it is what is referred to."""
    return OfferedEntry(id=entry_id, name=name[:200], description=description[:300])
