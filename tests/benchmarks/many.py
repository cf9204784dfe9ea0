"""A thousand running releases at once: whether a click costs more than in the only one.

Twenty to-dos each, in a chain. A round takes the same number of clicks, one commit each: all in one
release after the other on a database of its own, and each in another of the thousand than before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from orchestration.values import ExecutionId
from storage import SqlDatabase, open_database
from tests.benchmarks.databases import FRESH, POSTGRES, SQLITE
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.benchmarks.releases import CHAIN, click, prepared, process_of, start

SIZE, RELEASES, CLICKS = 20, 1_000, 300
AIM = 1.2
"""A click in one of the thousand over one in the only release."""


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("many releases")
    many, clicks = (10, 10) if extent.quick else (RELEASES, CLICKS)
    for kind in (SQLITE, POSTGRES):
        with _running(kind, many) as (database, executions):
            alone: list[float] = []
            among: list[float] = []
            for number in range(extent.rounds):
                alone.append(_alone(kind, clicks))
                taken = number * clicks
                among.append(asyncio.run(_clicked(database, executions, taken, clicks)))
                say(f"many releases: {kind}, round {number + 1}")
        one = f"{kind}: a click, one release runs"
        sheet.add(one, "ms", alone)
        sheet.add(f"{kind}: a click, {many:,} releases run", "ms", among)
        over = [each / base for each, base in zip(among, alone, strict=True)]
        met = sorted(over)[len(over) // 2] <= AIM
        sheet.add(f"{kind}: {many:,} over one", "×", over, **extent.aimed(f"≤ {AIM}", met))
    return sheet


@contextmanager
def _running(kind: str, many: int) -> Iterator[tuple[SqlDatabase, Sequence[ExecutionId]]]:
    with FRESH[kind]() as url, closing(open_database(url)) as database:
        yield database, asyncio.run(_begun(database, many))


async def _begun(database: SqlDatabase, many: int) -> Sequence[ExecutionId]:
    process = process_of(CHAIN, SIZE)
    executions = [await prepared(database, process, number) for number in range(many)]
    for each in executions:
        await start(database, each)
    return executions


def _alone(kind: str, clicks: int) -> float:
    """Milliseconds of a click where no other release runs."""
    with FRESH[kind]() as url, closing(open_database(url)) as database:
        return asyncio.run(_one_by_one(database, clicks))


async def _one_by_one(database: SqlDatabase, clicks: int) -> float:
    process, took = process_of(CHAIN, SIZE), 0.0
    for number in range(-(-clicks // SIZE)):
        execution = await prepared(database, process, number)
        await start(database, execution)
        begun = time.perf_counter()
        for n in range(SIZE):
            await click(database, execution, n)
        took += time.perf_counter() - begun
    return took / (-(-clicks // SIZE) * SIZE) * 1000


async def _clicked(
    database: SqlDatabase, executions: Sequence[ExecutionId], taken: int, clicks: int
) -> float:
    """Milliseconds of a click, each in another release than the one before."""
    begun = time.perf_counter()
    for number in range(taken, taken + clicks):
        n, which = divmod(number, len(executions))
        await click(database, executions[which], n)
    return (time.perf_counter() - begun) / clicks * 1000
