"""Activities of the store as a list shows them."""

from datetime import UTC, datetime

from orchestration.catalogue.model import StoreSummary
from orchestration.processes.model import ActivityType

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def summary(id_, name, **more):
    given = {
        "description": "",
        "type": ActivityType.AUTOMATED,
        "tags": (),
        "team": None,
        "version": 1,
        "published_at": MORNING,
        "published_by": "U012ROSA0",
        "owner": "U012ROSA0",
    }
    return StoreSummary(id=id_, name=name, **{**given, **more})
