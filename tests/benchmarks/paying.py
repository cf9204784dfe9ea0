"""The engine with its worker: each activity is owed, claimed, handled, settled and recorded.

Automated activities whose runs succeed as soon as they are asked for, against an outside that
says yes at once. A release is under way from the event that starts it to the last that settles it.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass

from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.values import ExecutionId
from storage import SqlDatabase, open_database
from tests.benchmarks.databases import FRESH, POSTGRES, SQLITE
from tests.benchmarks.engine import AIM_GROWTH, rounds_of
from tests.benchmarks.measuring import USUAL, Extent, Sheet, say
from tests.benchmarks.nowhere import workers
from tests.benchmarks.releases import CHAIN, SHAPES, prepared, process_of, start

LOOK, OF_THE_TIME = 0.01, 0.02
"""Seconds between two looks whether it has ended, at least, and as a part of what it took so far:
a look costs as much as a click."""
PATIENCE = 1_800.0


@dataclass(frozen=True, slots=True)
class Paid:
    """One round: an activity's share of the release, in seconds and in this process's own."""

    milliseconds: float
    milliseconds_cpu: float


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("worker")
    for kind in (SQLITE, POSTGRES):
        found: dict[tuple[str, int], list[Paid]] = {
            (shape, n): [] for shape in SHAPES for n in extent.sizes
        }
        asyncio.run(_round(kind, CHAIN, 5))  # imports, first statements
        for number in range(max(extent.rounds, extent.large_rounds)):
            for (shape, size), paid in found.items():
                if number < _rounds(size, extent):
                    paid.append(asyncio.run(_round(kind, shape, size)))
            say(f"worker: {kind}, round {number + 1}")
        for (shape, size), paid in found.items():
            _tell(sheet, f"{kind}: {shape} of {size:,}", paid)
        for shape in SHAPES:
            _tell_growth(sheet, f"{kind}, {shape}", found, shape, extent)
    return sheet


def _rounds(size: int, extent: Extent) -> int:
    """Of 1,000 it takes seconds already, and the rounds differ by less than by their length."""
    return 1 if extent is USUAL and size >= 1_000 else rounds_of(size, extent)


def _tell(sheet: Sheet, what: str, paid: Sequence[Paid]) -> None:
    sheet.add(what, "activities/s", [1000 / each.milliseconds for each in paid])
    used = [each.milliseconds_cpu for each in paid]
    sheet.add(f"{what}, processor time of one", "ms", used)


def _tell_growth(
    sheet: Sheet,
    what: str,
    found: dict[tuple[str, int], list[Paid]],
    shape: str,
    extent: Extent,
) -> None:
    largest = extent.sizes[-1]
    small = statistics.median(each.milliseconds for each in found[shape, extent.base])
    growth = [each.milliseconds / small for each in found[shape, largest]]
    met = statistics.median(growth) <= AIM_GROWTH
    sheet.add(
        f"{what}: an activity at {largest:,} over one at {extent.base}",
        "×",
        growth,
        **extent.aimed(f"≤ {AIM_GROWTH}", met),
    )


async def milliseconds_through_the_worker(kind: str, shape: str, size: int) -> float:
    return (await _round(kind, shape, size)).milliseconds


async def _round(kind: str, shape: str, size: int) -> Paid:
    with FRESH[kind]() as url, closing(open_database(url)) as database:
        execution_id = await prepared(database, process_of(shape, size, automated=True), 0)
        async with at_work(database, url) as doors:
            begun, cpu = time.perf_counter(), time.process_time()
            await start(doors, execution_id)
            await ended(database, [execution_id])
            took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return Paid(took / size * 1000, cpu / size * 1000)


@asynccontextmanager
async def at_work(database: SqlDatabase, url: str, name: str = "bench"):
    """Its workers run; gives the database as doors use it."""
    doors, paying = workers(database, url, name)
    running = [asyncio.create_task(each) for each in paying]
    try:
        yield doors
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def ended(database: SqlDatabase, executions: Sequence[ExecutionId]) -> None:
    """Wait until all of them have; raises TimeoutError."""
    left, begun = list(executions), time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        while left:
            status = (await database.read(lambda tx: tx.executions.get(left[-1]))).status
            if status is ExecutionStatus.RUNNING:
                await asyncio.sleep(max(LOOK, OF_THE_TIME * (time.perf_counter() - begun)))
            else:
                left.pop()
