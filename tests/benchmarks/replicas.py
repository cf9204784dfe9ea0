"""How much one, two and three replicas pay together: many releases at once, on PostgreSQL.

Each replica is a process of its own (this module run as a program) with the workers that
`drumbeat serve` has, against an outside that says yes at once. All share the machine, its
database included: with as many replicas as cores there is little more to be had.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from orchestration.values import ExecutionId
from storage import SqlDatabase, open_database
from tests.benchmarks.databases import FRESH, POSTGRES
from tests.benchmarks.measuring import ROOT, Extent, Sheet, hush, say
from tests.benchmarks.paying import at_work, ended
from tests.benchmarks.releases import CHAIN, prepared, process_of, start

LENGTH = 10
READY = "at work"


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("replicas")
    releases = 4 if extent.quick else 100
    counts = (1, 2) if extent.quick else (1, 2, 3)
    found: dict[int, list[float]] = {each: [] for each in counts}
    for number in range(extent.rounds):
        for replicas in counts:
            with FRESH[POSTGRES]() as url:
                found[replicas].append(asyncio.run(_round(url, replicas, releases)))
        say(f"replicas: round {number + 1}")
    for replicas, each in found.items():
        plural = "replica" if replicas == 1 else "replicas"
        sheet.add(f"{replicas} {plural}, {releases} releases at once", "activities/s", each)
    one = sheet.figures[0]
    for place, figure in enumerate(sheet.figures[1:], start=1):
        sheet.figures[place] = replace(
            figure, ratio=figure.median / one.median, beside="one replica"
        )
    return sheet


async def _round(url: str, replicas: int, releases: int) -> float:
    with closing(open_database(url)) as database:
        process = process_of(CHAIN, LENGTH, automated=True)
        executions = [await prepared(database, process, n) for n in range(releases)]
        with contextlib.ExitStack() as running:
            for _ in range(replicas):
                running.enter_context(_replica(url))
            begun = time.perf_counter()
            await _all_through(database, executions)
            return releases * LENGTH / (time.perf_counter() - begun)


async def _all_through(database: SqlDatabase, executions: Sequence[ExecutionId]) -> None:
    for each in executions:
        await start(database, each)
    await ended(database, executions)


@contextlib.contextmanager
def _replica(url: str) -> Iterator[None]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.replicas", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline().strip() == READY
        yield
    finally:
        running.terminate()
        running.wait(20)
        if running.stdout:
            running.stdout.close()


async def _serve(url: str) -> None:
    with closing(open_database(url)) as database:
        async with at_work(database, url, f"replica-{os.getpid()}"):
            await asyncio.sleep(0.5)  # connections, first looks
            print(READY, flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    hush()
    asyncio.run(_serve(sys.argv[1]))
