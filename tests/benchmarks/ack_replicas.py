"""Acknowledging clicks with three replicas on PostgreSQL: 50 at once, while 200 releases run.

As `tests.benchmarks.ack`, but every click is about another release than the one before, and goes
to another replica; the three are whole, with their workers, and share one Slack budget.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks.clicks import prepared, signed
from tests.benchmarks.databases import FRESH, POSTGRES
from tests.benchmarks.driving import WARM_UP, clicked, percentiles, slack_stand_in
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.benchmarks.serving import SERVE, process, settings, wait_ready

AT_ONCE, REPLICAS = 50, 3


def run(*, extent: Extent) -> Sheet:
    sheet = Sheet("ack-replicas")
    rounds, clicks = (1, 60) if extent.quick else (extent.rounds, 400)
    releases = 20 if extent.quick else 200
    found, taken = _measured(rounds, clicks, releases)
    what = f"{REPLICAS} replicas, {AT_ONCE} at once, {releases} releases"
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        sheet.add(f"{what}: {name}", "ms", percentiles(found, share))
    sheet.add(f"{what}: clicks", "/s", [len(each["seconds"]) / each["wall"] for each in found])
    if all("server_cpu" in each for each in found):
        used = [each["server_cpu"] * 1000 for each in found]
        sheet.add("the replicas' processor time a click", "ms", used, note="the database's apart")
    sheet.add(
        f"{what}: taken",
        "%",
        [100 * taken],
        note="the others took more than 2 s, were not committed, and were told to click again",
    )
    return sheet


def _measured(rounds: int, clicks: int, releases: int) -> tuple[list[Any], float]:
    """What each round found, and the share of all clicks that were committed."""
    each_round = WARM_UP + clicks
    with (
        FRESH[POSTGRES]() as url,
        tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as folder,
        slack_stand_in() as api_url,
        contextlib.ExitStack() as running,
    ):
        payloads = asyncio.run(prepared(url, rounds * each_round, releases=releases))
        say(f"ack-replicas: {releases} releases with {len(payloads)} sign-offs run")
        environment = settings(Path(folder), api_url) | {"DATABASE_URL": url}
        begun = [running.enter_context(process(SERVE, environment)) for _ in range(REPLICAS)]
        for each in begun:
            wait_ready(*each)
        urls, pids = [each[1] for each in begun], [each[0].pid for each in begun]
        found = []
        for number in range(rounds):
            part = payloads[number * each_round : (number + 1) * each_round]
            found.append(clicked(urls, pids, part, AT_ONCE))
            say(f"ack-replicas: round {number + 1} of {rounds}")
        committed = asyncio.run(signed(url))
    return found, committed / len(payloads)
