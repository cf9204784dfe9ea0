"""The calendar: a month read with its conflicts, of 10,000 releases in 200 groups, and drawn.

The releases lie over three years; each shares a tag with some others, and four freezes recur or
are to come. Reading includes the database, the conflicts, and what cadences make only later.
Beside them, of the same releases: the coming week of App Home, a feed (15 months, asked for again
unchanged), a channel's digest, and what is in the way of a release with its next free times.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.pictures.studio import draw
from orchestration.calendar.filters import CalendarAsked
from orchestration.calendar.page import CalendarPage
from orchestration.calendar.window import Viewer
from orchestration.digests.model import Digest, usual_cadence
from orchestration.feeds.service import FeedService
from orchestration.freezes.model import Freeze, FreezeWindow
from orchestration.groups.model import OwnerRotation, ReleaseGroup
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.ports import Database, Transaction
from orchestration.read_models.calendar import coming_week, page_in
from orchestration.read_models.digest_lookup import digest_in
from orchestration.read_models.in_the_way import NOTHING, InTheWay, in_the_way
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.scheduling.reading import read_cadence
from orchestration.values import ChannelId, FreezeId, ProcessId, ReleaseGroupId, ReleaseId
from storage import open_database
from tests.benchmarks.databases import FRESH, POSTGRES, SQLITE
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.benchmarks.releases import CHAIN, OWNER, process_of

RELEASES, GROUPS, YEARS = 10_000, 200, 3
AIM_MS, AIM_SECONDS = 100.0, 1.0
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEGINS = NOW - timedelta(days=365 * YEARS / 2)
ASKED = CalendarAsked(day=NOW.date())
LATER = CalendarAsked(day=date(2027, 3, 1))
CHANNEL = ChannelId("C0RELEASES")
BERLIN = ZoneInfo("Europe/Berlin")
SECRET = "not a secret"


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("calendar")
    many = RELEASES // 20 if extent.quick else RELEASES
    for kind in (SQLITE, POSTGRES):
        with FRESH[kind]() as url, closing(open_database(url)) as database:
            asyncio.run(database.transact(lambda tx: _fill(tx, many)))
            for what, asked in (("this month", ASKED), ("a month of which nothing is made", LATER)):
                took, page = _read(database, asked, 5 * extent.rounds)
                met = sorted(took)[len(took) // 2] < AIM_MS
                aimed = extent.aimed(f"< {AIM_MS:.0f} ms", met)
                sheet.add(f"{kind}: {what}, {page.total} releases", "ms", took, **aimed)
            for what, took in asyncio.run(_beside(database, 3 * extent.rounds)).items():
                sheet.add(f"{kind}: {what}", "ms", took)
        say(f"calendar: {kind}")
    seconds = []
    for _ in range(2 * extent.rounds):
        begun = time.perf_counter()
        asyncio.run(draw(page))
        seconds.append(time.perf_counter() - begun)
    met = sorted(seconds)[len(seconds) // 2] < AIM_SECONDS
    sheet.add("the month drawn", "s", seconds, **extent.aimed(f"< {AIM_SECONDS:.0f} s", met))
    return sheet


def _read(database: object, asked: CalendarAsked, times: int) -> tuple[list[float], CalendarPage]:
    viewer = Viewer(zone="Europe/Berlin")

    def work(tx: Transaction) -> CalendarPage:
        return page_in(tx, asked, viewer=viewer, sees=lambda _: True, now=NOW)

    took: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        page = asyncio.run(database.read(work))  # type: ignore[attr-defined]
        took.append(1000 * (time.perf_counter() - begun))
    return took, page


async def _beside(database: Database, times: int) -> dict[str, list[float]]:
    """What else looks at the calendar, each so many times."""
    rita = Person(id=OWNER, name="Rita", zone="Europe/Berlin")
    await database.transact(lambda tx: tx.directory.save_people([rita], at=NOW))
    feeds = FeedService(database, SetClock(), Administrators())
    feed = await feeds.make("bench", "", SECRET, by=OWNER)
    entries = 0
    way = NOTHING

    async def week() -> None:
        await database.read(lambda tx: coming_week(tx, OWNER, sees=_everything, now=NOW))

    async def shown() -> None:
        nonlocal entries
        page = await feeds.read(feed.id, SECRET)
        entries = len(page.entries) if page else 0

    async def digest() -> None:
        cadence = usual_cadence("Europe/Berlin", NOW.date())
        of = Digest(place=CHANNEL, cadence=cadence, set_by=OWNER, set_at=NOW)
        day = NOW.date()
        await database.read(lambda tx: digest_in(tx, of, Administrators(), day=day, now=NOW))

    async def times_free() -> None:
        nonlocal way

        def look(tx: Transaction) -> InTheWay:
            release = next(
                each
                for each in tx.releases.between(NOW, NOW + timedelta(days=7))
                if each.status is ReleaseStatus.SCHEDULED
            )
            return in_the_way(tx, release, sees=_everything, now=NOW, zone=BERLIN)

        way = await database.read(look)

    took: dict[str, list[float]] = {}
    for what, work in (
        ("the coming week of App Home", week),
        ("a feed of 15 months, {entries:,} entries", shown),
        ("a channel's digest", digest),
        ("a release's conflicts ({lines}) and next free times ({slots})", times_free),
    ):
        each: list[float] = []
        for _ in range(times):
            begun = time.perf_counter()
            await work()
            each.append(1000 * (time.perf_counter() - begun))
        said = what.format(entries=entries, lines=len(way.lines), slots=len(way.slots))
        took[said] = each
    return took


def _everything(_: ProcessId) -> bool:
    return True


class SetClock:
    """Stands where the releases of this benchmark have their middle."""

    def now(self) -> datetime:
        return NOW


def _fill(tx: Transaction, many: int) -> None:
    process = process_of(CHAIN, 10)
    tx.processes.publish(process, by=OWNER, at=BEGINS)
    today = date(2024, 1, 1)
    for n in range(GROUPS):
        words = ("every Tuesday at 10:00", "every second Thursday at 16:00")[n % 2]
        tx.groups.add(
            ReleaseGroup(
                id=ReleaseGroupId(f"group-{n}"),
                name=f"Group {n}",
                reference_key=f"G{n}X",
                process_id=process.id,
                cadence=read_cadence(f"{words} Europe/Berlin", today=today).cadence,
                channel=CHANNEL,
                rotation=OwnerRotation(owners=(OWNER,)),
                tags=(f"tag-{n % 40}",),
                expected_duration=timedelta(hours=2),
                made_until=BEGINS + timedelta(days=365 * YEARS / 2 + 60),
                created_by=OWNER,
                created_at=BEGINS,
            )
        )
    step = timedelta(days=365 * YEARS) / many
    for n in range(many):
        at = BEGINS + n * step
        past = at < NOW
        tx.releases.add(
            Release(
                id=ReleaseId(f"rel_{n}"),
                reference=f"G{n % GROUPS}X-{n}",
                name=f"Group {n % GROUPS}",
                version=f"4.{n}",
                process_id=process.id,
                process_version=1,
                owner=OWNER,
                channel=CHANNEL,
                status=ReleaseStatus.SUCCEEDED if past else ReleaseStatus.SCHEDULED,
                scheduled_for=at,
                started_at=at if past else None,
                ended_at=at + timedelta(hours=3) if past else None,
                expected_duration=timedelta(hours=3),
                tags=(f"tag-{n % 40}",),
                environments=(f"site-{n % 9}",),
                group=ReleaseGroupId(f"group-{n % GROUPS}"),
                slot=at.replace(tzinfo=None),
                created_by=OWNER,
                created_at=BEGINS,
            )
        )
    for n in range(4):
        begins = NOW + timedelta(days=7 * n)
        tx.freezes.add(
            Freeze(
                id=FreezeId(f"freeze-{n}"),
                name=f"Freeze {n}",
                windows=(FreezeWindow(begins=begins, ends=begins + timedelta(days=1)),),
                created_by=OWNER,
                created_at=BEGINS,
            )
        )
