"""Acknowledging a click that commits a sign-off: how long Slack waits, beside a bare Bolt app.

Over HTTP with a signed body, 20 at once. Every click signs another task of one release with very
many tasks; the answer comes after the commit (state, audit, owed work; SQLite, synchronous=FULL).
Drumbeat runs whole, its worker paying what each click owes to a stand-in for Slack, within
Slack's budget. The bare app has the same settings, guard, routes and web server, and does
nothing. Both are processes of their own, and one client process measures them in turns.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage import migrate
from tests.benchmarks.clicks import prepared, signed
from tests.benchmarks.driving import WARM_UP, clicked, percentiles, slack_stand_in
from tests.benchmarks.measuring import Extent, Sheet, say
from tests.benchmarks.serving import BARE, SERVE, process, settings, wait_ready

AT_ONCE = 20
AIM_SECONDS, AIM_TIMES = 0.100, 10


def run(*, extent: Extent) -> Sheet:
    sheet, quick = Sheet("ack"), extent.quick
    rounds, clicks = (2, 100) if quick else (5, 400)
    ours, theirs = _measured(rounds, clicks, posted=True)
    _tell(sheet, ours, theirs, quick=quick)
    storm, beside = _measured(2 if quick else 3, clicks, posted=False)
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        bare, click = (percentiles(each, share) for each in (beside, storm))
        sheet.add(
            f"while every card waits to be posted: {name}",
            "ms",
            click,
            ratio=statistics.median(click) / statistics.median(bare),
            beside=f"bare Bolt app: {name}",
            note="the release has just started: the worker posts thousands of cards meanwhile",
        )
    return sheet


def _measured(rounds: int, clicks: int, *, posted: bool) -> tuple[list[Any], list[Any]]:
    """Rounds of Drumbeat and of the bare app, in turns."""
    each_round = WARM_UP + clicks
    ours: list[Any] = []
    theirs: list[Any] = []
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as name, slack_stand_in() as api_url:
        folder = Path(name)
        environment = settings(folder, api_url)
        url = environment["DATABASE_URL"]
        migrate(url, lambda _line: None)
        payloads = asyncio.run(prepared(url, rounds * each_round, posted=posted))
        say(f"ack: a release with {len(payloads)} sign-offs is running")
        with (
            process(SERVE, environment) as (drumbeat, our_url, our_begin),
            process(BARE, environment) as (bare, bare_url, bare_begin),
        ):
            wait_ready(drumbeat, our_url, our_begin)
            wait_ready(bare, bare_url, bare_begin)
            for number in range(rounds):
                part = payloads[number * each_round : (number + 1) * each_round]
                theirs.append(clicked([bare_url], [bare.pid], part, AT_ONCE))
                ours.append(clicked([our_url], [drumbeat.pid], part, AT_ONCE))
                say(f"ack: round {number + 1} of {rounds}")
        committed = asyncio.run(signed(url))
        assert committed == len(payloads), f"{committed} of {len(payloads)} clicks were committed"
    return ours, theirs


def _tell(sheet: Sheet, ours: Sequence[Any], theirs: Sequence[Any], *, quick: bool) -> None:
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        bare, click = (percentiles(each, share) for each in (theirs, ours))
        sheet.add(f"bare Bolt app: {name}", "ms", bare)
        in_time = statistics.median(click) <= AIM_SECONDS * 1000
        aimed = share == 0.99 and not quick
        times = [ours_ / theirs_ for ours_, theirs_ in zip(click, bare, strict=True)]
        figure = sheet.add(
            f"sign-off committed: {name}",
            "ms",
            click,
            aim=f"≤ {AIM_SECONDS * 1000:.0f} ms" if aimed else "",
            met=in_time if aimed else None,
        )
        sheet.figures[-1] = replace(
            figure, ratio=statistics.median(times), beside=f"bare Bolt app: {name}"
        )
        if aimed:
            sheet.add(
                f"{name} over the bare app's, round by round",
                "×",
                times,
                aim=f"≤ {AIM_TIMES}",
                met=statistics.median(times) <= AIM_TIMES,
            )
    for name, found in (("bare Bolt app", theirs), ("sign-off committed", ours)):
        sheet.add(f"{name}: clicks", "/s", [len(e["seconds"]) / e["wall"] for e in found])
        if all("server_cpu" in each for each in found):
            used = [each["server_cpu"] * 1000 for each in found]
            sheet.add(f"{name}: the server's processor time a click", "ms", used)
    sheet.add(
        "the client's own processor time",
        "% of a core",
        [100 * each["cpu"] / each["wall"] for each in theirs],
        note="against the bare app, the harder case: well under 100 % it is not the limit",
    )
