"""Activities of the store as a search sees them."""

from dataclasses import dataclass

from orchestration.processes.model import ActivityType


@dataclass(frozen=True)
class Summary:
    id: str
    name: str
    description: str = ""
    type: ActivityType = ActivityType.AUTOMATED
    tags: tuple[str, ...] = ()
    team: str | None = None
    deprecated_by: str | None = None


def summary(id_, name, **more):
    return Summary(id=id_, name=name, **more)
