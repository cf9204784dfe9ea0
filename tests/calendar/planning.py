"""Releases as the calendar's tests plan them: a name, a time, what they share."""

from datetime import UTC, datetime, timedelta

from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import ChannelId, ProcessId, ReleaseId, UserId

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
NOW = MONDAY - timedelta(days=7)


def at(hours, *, day=MONDAY):
    return day + timedelta(hours=hours)


def planned(reference, begins, hours=2.0, **more):
    """One that is planned for `begins`, a moment or hours of Monday."""
    moment = begins if isinstance(begins, datetime) else at(begins)
    return Release(
        **{
            "id": ReleaseId(f"rel_{reference.lower()}"),
            "reference": reference,
            "name": "Release",
            "version": "",
            "process_id": ProcessId("web"),
            "process_version": 1,
            "owner": UserId("U0ALICE00"),
            "channel": ChannelId("C0RELEASES"),
            "status": ReleaseStatus.SCHEDULED,
            "scheduled_for": moment,
            "expected_duration": timedelta(hours=hours),
            "created_by": UserId("U0ALICE00"),
            "created_at": NOW,
            **more,
        }
    )
