"""The clock and the groups: a tick with nothing due, and one in which every group makes a release.

200 groups with a weekly, fortnightly or monthly cadence, their coming releases made.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

from orchestration.groups.clock import tick_groups
from orchestration.groups.making import made_up_to_date
from orchestration.groups.model import OwnerRotation, ReleaseGroup, VersionKind, VersionRule
from orchestration.ports import Transaction
from orchestration.scheduling.reading import read_cadence
from orchestration.values import ChannelId, ReleaseGroupId
from storage import SqlDatabase, open_database
from tests.benchmarks.databases import FRESH, POSTGRES, SQLITE
from tests.benchmarks.measuring import Extent, Sheet, percentile, say
from tests.benchmarks.releases import CHAIN, OWNER, process_of

GROUPS, TICKS = 200, 200
AIM = 20.0
"""Milliseconds of a tick with nothing due."""
BEGINS = datetime(2027, 1, 4, 12, tzinfo=UTC)
CADENCES = (
    "every Tuesday at 10:00 Europe/Berlin",
    "every second Thursday at 16:00 America/New_York",
    "last working day of the month at 17:00 Asia/Kolkata",
)


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("groups")
    groups, ticks = (10, 10) if extent.quick else (GROUPS, TICKS)
    for kind in (SQLITE, POSTGRES):
        idle: list[float] = []
        worst: list[float] = []
        busy: list[float] = []
        for number in range(extent.rounds):
            with _groups(kind, groups) as database:
                took = sorted(asyncio.run(_idle(database, ticks)))
                idle.append(percentile(took, 0.5))
                worst.append(percentile(took, 0.99))
                busy.append(asyncio.run(_busy(database)))
            say(f"groups: {kind}, round {number + 1}")
        met = sorted(worst)[len(worst) // 2] <= AIM
        sheet.add(f"{kind}: a tick, nothing due, {groups} groups, p50", "ms", idle)
        aimed = extent.aimed(f"≤ {AIM:.0f} ms", met)
        sheet.add(f"{kind}: a tick, nothing due, {groups} groups, p99", "ms", worst, **aimed)
        sheet.add(f"{kind}: a group looked after, its next release made", "ms", busy)
    return sheet


@contextmanager
def _groups(kind: str, many: int) -> Iterator[SqlDatabase]:
    with FRESH[kind]() as url, closing(open_database(url)) as database:
        asyncio.run(_made(database, many))
        yield database


async def _made(database: SqlDatabase, many: int) -> None:
    process = process_of(CHAIN, 10)
    await database.transact(lambda tx: tx.processes.publish(process, by=OWNER, at=BEGINS))
    for n in range(many):
        cadence = read_cadence(CADENCES[n % 3], today=BEGINS.date()).cadence
        group = ReleaseGroup(
            id=ReleaseGroupId(f"group-{n}"),
            name=f"Group {n}",
            reference_key=f"G{n}X",
            process_id=process.id,
            cadence=cadence,
            channel=ChannelId("C0RELEASES"),
            rotation=OwnerRotation(owners=(OWNER,)),
            version_rule=VersionRule(kind=VersionKind.SEMVER_MINOR),
            lead_time=timedelta(days=60),
            made_until=BEGINS,
            looks_at=BEGINS,
            created_by=OWNER,
            created_at=BEGINS,
        )

        def work(tx: Transaction, group: ReleaseGroup = group) -> None:
            tx.groups.add(group)
            tx.groups.save(made_up_to_date(tx, group, BEGINS))

        await database.transact(work)


async def _idle(database: SqlDatabase, ticks: int) -> list[float]:
    """Milliseconds of each of so many ticks in which nothing is to do."""
    took = []
    for n in range(ticks):
        begun = time.perf_counter()
        made = await tick_groups(database, BEGINS + timedelta(minutes=n))
        took.append((time.perf_counter() - begun) * 1000)
        if made:
            raise RuntimeError("something was due")
    return took


async def _busy(database: SqlDatabase) -> float:
    """Milliseconds for each release made a month later, in ticks until nothing is due."""
    now, made, begun = BEGINS + timedelta(days=31), 0, time.perf_counter()
    while await database.read(lambda tx: tx.groups.due(now, limit=1)):
        made += await tick_groups(database, now)
    return (time.perf_counter() - begun) * 1000 / max(made, 1)
