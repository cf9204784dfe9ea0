"""The same job by what users would take instead: steps of DBOS, in turns with our engine.

No-op activities in a chain and in a fan. A chain is a workflow that calls one step after the other;
a fan is one that awaits all its steps together, the faster of the two ways DBOS has for it. Both
sides keep every activity in the same kind of database with the same settings, and neither runs
anything. DBOS is in the optional group `peers`: `make bench-peers` installs it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from tests.benchmarks.databases import FRESH, POSTGRES, SQLITE
from tests.benchmarks.engine import milliseconds_of_an_activity, rounds_of
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.benchmarks.paying import milliseconds_through_the_worker
from tests.benchmarks.releases import CHAIN, SHAPES

Key = tuple[str, int]
"""Shape and size."""


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("peers")
    for kind in (SQLITE, POSTGRES):
        _measure(sheet, kind, extent)
    return sheet


def _measure(sheet: Sheet, kind: str, extent: Extent) -> None:
    keys = [(shape, n) for shape in SHAPES for n in extent.sizes]
    theirs: dict[Key, list[float]] = {key: [] for key in keys}
    ours: dict[Key, list[float]] = {key: [] for key in keys}
    paid: dict[Key, list[float]] = {key: [] for key in keys}
    asyncio.run(milliseconds_of_an_activity(kind, CHAIN, 5, 1))  # imports, first statements
    for number in range(max(extent.rounds, extent.large_rounds)):
        for shape, size in keys:
            if number < rounds_of(size, extent):
                theirs[shape, size].append(_by_dbos(kind, shape, size, extent.base))
                ours[shape, size].append(
                    asyncio.run(milliseconds_of_an_activity(kind, shape, size, extent.base))
                )
                paid[shape, size].append(
                    asyncio.run(milliseconds_through_the_worker(kind, shape, size))
                )
        say(f"peers: {kind}, round {number + 1}")
    name = f"DBOS {version('dbos')}"
    for shape, size in keys:
        _tell(
            sheet,
            f"{kind}: {shape} of {size:,}",
            name,
            extent,
            *(each[shape, size] for each in (theirs, ours, paid)),
        )


def _tell(
    sheet: Sheet,
    what: str,
    peer: str,
    extent: Extent,
    theirs: list[float],
    ours: list[float],
    paid: list[float],
) -> None:
    sheet.add(f"{what}, {peer}", "activities/s", [1000 / each for each in theirs])
    sheet.add(f"{what}, our engine", "activities/s", [1000 / each for each in ours])
    sheet.add(f"{what}, our engine with its worker", "activities/s", [1000 / each for each in paid])
    over = [their / our for their, our in zip(theirs, ours, strict=True)]
    met = sorted(over)[len(over) // 2] >= 1
    sheet.add(f"{what}, our engine over {peer}", "×", over, **extent.aimed("≥ 1", met))


def _by_dbos(kind: str, shape: str, size: int, at_least: int) -> float:
    """Milliseconds of one step, in as many workflows as make `at_least` steps."""
    workflows = max(1, at_least // size)
    with FRESH[kind]() as url, _launched(_address(kind, url)) as (chain, fan):
        chain(2)  # first statements
        begun = time.perf_counter()
        for _ in range(workflows):
            if shape == CHAIN:
                chain(size)
            else:
                asyncio.run(fan(size))
        return (time.perf_counter() - begun) / (workflows * size) * 1000


def _address(kind: str, url: str) -> str:
    """A file of its own, beside ours; on PostgreSQL a database that nobody else uses either."""
    return url.replace("drumbeat.db", "dbos.sqlite") if kind == SQLITE else url


@contextmanager
def _launched(url: str) -> Iterator[tuple[Any, Any]]:
    from dbos import DBOS

    DBOS(
        config={
            "name": "peer",
            "system_database_url": url,
            "run_admin_server": False,
            "log_level": "ERROR",
        }
    )

    @DBOS.step()  # type: ignore[untyped-decorator]
    def step(number: int) -> int:
        return number

    @DBOS.step()  # type: ignore[untyped-decorator]
    async def step_of_many(number: int) -> int:
        return number

    @DBOS.workflow()  # type: ignore[untyped-decorator]
    def chain(size: int) -> None:
        for number in range(size):
            step(number)

    @DBOS.workflow()  # type: ignore[untyped-decorator]
    async def fan(size: int) -> None:
        await asyncio.gather(*(step_of_many(number) for number in range(size)))

    DBOS.launch()
    try:
        yield chain, fan
    finally:
        DBOS.destroy(destroy_registry=True)
