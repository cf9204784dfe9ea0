"""The engine alone: to-dos through `transact` and `record`, in a chain and in a fan, to 10,000.

A transition is one commit that holds the new state, the audit entry and what is owed. Beside it,
in the same run, what the same statements cost without the engine (`tests.benchmarks.floors`).
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from orchestration.execution.state.statuses import ExecutionStatus
from storage import SqlDatabase, open_database
from tests.benchmarks.databases import FRESH, POSTGRES, SQLITE
from tests.benchmarks.floors import by_hand, replayed
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.benchmarks.releases import CHAIN, SHAPES, go, prepared, process_of, start

AIM_SHARE, AIM_GROWTH = 60, 1.5
"""Of the statements in percent; a transition at 10,000 over one at 100."""
AIM_SMALL_GROWTH = 1.3
"""A transition at 1,000 over one at 10."""
Key = tuple[str, int]
"""Shape and size."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One round: seconds to start the releases, and to take their transitions; and of those
    the processor's, which do not count what else the machine was doing."""

    activities: int
    starting: float
    going: float
    going_cpu: float

    @property
    def per_second(self) -> float:
        return self.activities / (self.starting + self.going)

    @property
    def milliseconds(self) -> float:
        """Of one transition."""
        return self.going / self.activities * 1000

    @property
    def milliseconds_cpu(self) -> float:
        return self.going_cpu / self.activities * 1000


def rounds_of(size: int, extent: Extent) -> int:
    """Large releases take long and, with their many transitions, differ little between rounds."""
    return extent.rounds if size < 10_000 else extent.large_rounds


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("engine")
    least = [by_hand(20 if extent.quick else 1000) for _ in range(extent.rounds)]
    sheet.add("SQLite: least transition by hand", "ms", least, note="one look, five rows")
    for kind in (SQLITE, POSTGRES):
        _measure(sheet, kind, extent)
    return sheet


def _measure(sheet: Sheet, kind: str, extent: Extent) -> None:
    timed: dict[Key, list[Timed]] = {(shape, n): [] for shape in SHAPES for n in extent.sizes}
    floors: list[float] = []
    asyncio.run(_round(kind, CHAIN, 5, 1))  # imports, first statements
    for number in range(max(extent.rounds, extent.large_rounds)):
        floors.append(replayed(kind, extent.base))
        # Shapes and sizes lie next to one another in time: their ratios are of one moment.
        for (shape, size), found in timed.items():
            if number < rounds_of(size, extent):
                found.append(asyncio.run(_round(kind, shape, size, extent.base)))
        floors.append(replayed(kind, extent.base))
        say(f"engine: {kind}, round {number + 1}")
    floor = f"{kind}: same statements replayed"
    same = sheet.add(floor, "ms", floors, note=f"of a chain of {extent.base}, without the engine")
    for (shape, size), found in timed.items():
        what = f"{kind}: {shape} of {size:,}"
        sheet.add(what, "activities/s", [each.per_second for each in found])
        sheet.add(f"{what}, one transition", "ms", [each.milliseconds for each in found])
        shares = [100 * same.median / each.milliseconds for each in found]
        sheet.add(
            f"{what}, of which its statements",
            "%",
            shares,
            **extent.aimed(f"≥ {AIM_SHARE} %", statistics.median(shares) >= AIM_SHARE),
        )
    for shape in SHAPES:
        if not extent.quick:
            _tell_growth(sheet, kind, shape, timed, 10, 1_000, AIM_SMALL_GROWTH)
        _tell_growth(
            sheet,
            kind,
            shape,
            timed,
            extent.base,
            extent.sizes[-1],
            None if extent.quick else AIM_GROWTH,
        )


def _tell_growth(
    sheet: Sheet,
    kind: str,
    shape: str,
    timed: Mapping[Key, Sequence[Timed]],
    of_small: int,
    of_large: int,
    aim: float | None,
) -> None:
    """What a transition of a large release costs over one of a small one."""
    small, large = timed[shape, of_small], timed[shape, of_large]
    what = f"{kind}, {shape}: a transition at {of_large:,} over one at {of_small}"
    base = statistics.median(each.milliseconds for each in small)
    growth = [each.milliseconds / base for each in large]
    if aim is None:
        sheet.add(what, "×", growth)
    else:
        sheet.add(what, "×", growth, aim=f"≤ {aim}", met=statistics.median(growth) <= aim)
    base_cpu = statistics.median(each.milliseconds_cpu for each in small)
    sheet.add(
        f"{what}, processor time",
        "×",
        [each.milliseconds_cpu / base_cpu for each in large],
        note="of this process, apart from what else the machine and the database did",
    )


async def milliseconds_of_an_activity(kind: str, shape: str, size: int, at_least: int) -> float:
    """Of releases of this size, from their start to their end; together `at_least` so many."""
    timed = await _round(kind, shape, size, at_least)
    return 1000 / timed.per_second


async def _round(kind: str, shape: str, size: int, at_least: int) -> Timed:
    """So many small releases that they make as many transitions as one that is larger."""
    with FRESH[kind]() as url, closing(open_database(url)) as database:
        return await _timed(database, shape, size, max(1, at_least // size))


async def _timed(database: SqlDatabase, shape: str, size: int, releases: int) -> Timed:
    process = process_of(shape, size)
    executions = [await prepared(database, process, n) for n in range(releases)]
    begun = time.perf_counter()
    for each in executions:
        await start(database, each)
    started, cpu = time.perf_counter(), time.process_time()
    for each in executions:
        await go(database, each, size)
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    for each in executions:
        status = (await database.read(lambda tx, id_=each: tx.executions.get(id_))).status
        assert status is ExecutionStatus.SUCCEEDED, f"{each} is {status}"
    return Timed(size * releases, started - begun, ended - started, cpu)
