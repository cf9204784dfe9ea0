"""Freezes and releases as values, for rules that need no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orchestration.freezes.exceptions import FreezeException
from orchestration.freezes.model import Freeze, FreezeWindow, Recurring
from orchestration.releases.model import Release
from orchestration.scheduling.cadence import Cadence, weekly
from orchestration.values import (
    ChannelId,
    FreezeId,
    ProcessId,
    ReleaseGroupId,
    ReleaseId,
    UserId,
)

BERLIN = "Europe/Berlin"
ANA, BEN, DAN = UserId("UANA"), UserId("UBEN"), UserId("UDAN")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def berlin(year, month, day, hour=0, minute=0, *, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(BERLIN), fold=fold)


def window(begins, ends):
    return FreezeWindow(begins=begins.astimezone(UTC), ends=ends.astimezone(UTC))


CHRISTMAS = window(berlin(2026, 12, 18, 17), berlin(2027, 1, 4, 8))


def freeze(**given):
    given = {"windows": (CHRISTMAS,)} | given if "recurs" not in given else given
    return Freeze(
        **{
            "id": FreezeId("christmas"),
            "name": "Christmas",
            "zone": BERLIN,
            "created_by": DAN,
            "created_at": NOW,
        }
        | given
    )


def weekends(starts=date(2026, 1, 1), at=time(16), lasts=timedelta(days=2, hours=16), **given):
    cadence = Cadence(rule=weekly(["FR"]), at=at, zone=BERLIN, starts=starts)
    recurs = Recurring(cadence=cadence, lasts=lasts)
    return freeze(**{"id": FreezeId("weekends"), "name": "Weekends", "recurs": recurs} | given)


def release(**given):
    return Release(
        **{
            "id": ReleaseId("rel_1"),
            "reference": "PAY-1",
            "name": "Payments",
            "version": "1.0",
            "process_id": ProcessId("payments"),
            "process_version": 1,
            "owner": ANA,
            "channel": ChannelId("C1"),
            "created_by": ANA,
            "created_at": NOW,
            "tags": ("web",),
            "group": ReleaseGroupId("payments-weekly"),
            "services": ("api",),
            "environments": ("production",),
        }
        | given
    )


def exception(of=CHRISTMAS, **given):
    return FreezeException(
        **{
            "freeze": FreezeId("christmas"),
            "begins": of.begins,
            "ends": of.ends,
            "asked_by": ANA,
            "asked_at": NOW,
            "reason_id": "rel_1/exception",
            "decided_by": BEN,
            "decided_at": NOW,
            "granted": True,
        }
        | given
    )
