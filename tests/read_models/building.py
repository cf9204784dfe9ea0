"""A release around an execution, as cards are built from."""

from datetime import timedelta

from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ChannelId, ReleaseId
from tests.execution.building import NOON, OWNER


def release(execution=None, **more):
    """`WEB-12 Web 4.2`, whose status follows its execution."""
    status = ReleaseStatus.SCHEDULED
    if execution:
        status = ReleaseStatus(ExecutionStatus(execution.status).value)
    return Release(
        **{
            "id": ReleaseId("re_1"),
            "reference": "WEB-12",
            "name": "Web",
            "version": "4.2",
            "process_id": "web-release",
            "process_version": 1,
            "owner": OWNER,
            "channel": ChannelId("C0RELEASES"),
            "status": status,
            "created_by": OWNER,
            "created_at": NOON - timedelta(hours=1),
            "started_at": NOON if execution else None,
            "ended_at": execution.ended_at if execution else None,
            "execution_id": execution.id if execution else None,
        }
        | more
    )


def at(moment):
    return f"{{t:{int(moment.timestamp())}}}"


def who(person):
    return f"{{@{person}}}"
