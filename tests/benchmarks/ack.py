"""Acknowledging a click that commits a sign-off: how long Slack waits, beside a bare Bolt app.

Over HTTP with a signed body, 20 at once. Every click signs another task of one release with very
many tasks; the answer comes after the commit (state, audit, owed work; SQLite, synchronous=FULL).
Drumbeat runs whole, its worker paying what each click owes to a stand-in for Slack, within
Slack's budget. The bare app has the same settings, guard, routes and web server, and does
nothing. Both are processes of their own, and one client process measures them in turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.views.buttons import TASK_APPROVE, TaskButton
from orchestration.effects import ShowRelease, ShowTask
from orchestration.execution.statuses import TaskStatus, Verdict
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.ports import Posting, Transaction
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.read_models.task_card import shown_by
from orchestration.releases.model import Release
from orchestration.releases.service import NewRelease, ReleaseService
from orchestration.values import ChannelId, ProcessId, UserId
from storage import open_database
from tests.benchmarks.engine import SystemClock, fresh_database
from tests.benchmarks.measuring import ROOT, Sheet, percentile, processor_seconds_of, say
from tests.benchmarks.serving import BARE, SERVE, process, settings, wait_ready
from tests.playground_client import SIGNING_SECRET

AT_ONCE = 20
WARM_UP = 40
CHANNEL = ChannelId("C0RELEASES")
OWNER = UserId("U0000RITA")
SIGNERS = tuple(UserId(f"U000SIGN{n:02}") for n in range(AT_ONCE))
"""As many people as click at once, each asked for their share of the tasks."""
AIM_SECONDS, AIM_TIMES = 0.100, 10


def run(*, quick: bool) -> Sheet:
    sheet = Sheet("ack")
    rounds, clicks = (2, 100) if quick else (5, 400)
    ours, theirs = _measured(rounds, clicks, posted=True)
    _tell(sheet, ours, theirs, quick=quick)
    storm, beside = _measured(2 if quick else 3, clicks, posted=False)
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        bare, click = (_percentiles(each, share) for each in (beside, storm))
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
    with tempfile.TemporaryDirectory(prefix="drumbeat-bench-") as name, _stand_in() as api_url:
        folder = Path(name)
        environment = settings(folder, api_url)
        payloads = asyncio.run(prepared(folder, rounds * each_round, posted=posted))
        say(f"ack: a release with {len(payloads)} sign-offs is running")
        with (
            process(SERVE, environment) as (drumbeat, our_url, our_begin),
            process(BARE, environment) as (bare, bare_url, bare_begin),
        ):
            wait_ready(drumbeat, our_url, our_begin)
            wait_ready(bare, bare_url, bare_begin)
            for number in range(rounds):
                part = payloads[number * each_round : (number + 1) * each_round]
                theirs.append(_clicked(bare_url, bare.pid, part))
                ours.append(_clicked(our_url, drumbeat.pid, part))
                say(f"ack: round {number + 1} of {rounds}")
        signed = asyncio.run(_signed(folder))
        assert signed == len(payloads), f"{signed} of {len(payloads)} clicks were committed"
    return ours, theirs


def _tell(sheet: Sheet, ours: Sequence[Any], theirs: Sequence[Any], *, quick: bool) -> None:
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        bare, click = (_percentiles(each, share) for each in (theirs, ours))
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


def _percentiles(rounds: Sequence[Any], share: float) -> list[float]:
    """In milliseconds, one a round."""
    return [percentile(each["seconds"], share) * 1000 for each in rounds]


def _clicked(url: str, pid: int, payloads: Sequence[str]) -> Any:
    used_before = processor_seconds_of(pid)
    job = {
        "url": url,
        "secret": SIGNING_SECRET,
        "at_once": AT_ONCE,
        "warm_up": payloads[:WARM_UP],
        "clicks": payloads[WARM_UP:],
    }
    client = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.clicking"],
        cwd=ROOT,
        input=json.dumps(job).encode(),
        capture_output=True,
        check=False,
        timeout=300,
    )
    if client.returncode:
        raise RuntimeError(client.stderr.decode(errors="replace")[-2000:])
    found = json.loads(client.stdout)
    assert set(found["statuses"]) == {"200"}, found["statuses"]
    if used_before is not None and (used := processor_seconds_of(pid)) is not None:
        found["server_cpu"] = (used - used_before) / len(payloads)
    return found


@contextlib.contextmanager
def _stand_in() -> Iterator[str]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.slack_stand_in"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ},
    )
    try:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
    finally:
        running.terminate()
        running.wait(10)
        if running.stdout:
            running.stdout.close()


# --- the release --------------------------------------------------------------------------------


async def prepared(folder: Path, tasks: int, *, posted: bool) -> list[str]:
    """A running release with so many sign-offs; a click for each of them."""
    database = fresh_database(folder / "drumbeat.db")
    clock = SystemClock()
    process_ = process_of(tasks)

    def publish(tx: Transaction) -> None:
        tx.directory.save_people(
            [Person(id=each, name=each, is_admin=each == OWNER) for each in (OWNER, *SIGNERS)],
            at=clock.now(),
            whole=True,
        )
        tx.directory.save_groups([], at=clock.now(), whole=True)
        tx.processes.publish(process_, by=OWNER, at=clock.now())

    try:
        await database.transact(publish, name="publish")
        releases = ReleaseService(
            database, clock, load_catalogue(None, folder / "runs"), Administrators()
        )
        release = await releases.create(
            "bench",
            NewRelease(process_id=process_.id, name="Big", version="1", inputs={}, channel=CHANNEL),
            by=OWNER,
        )
        if posted:
            await database.transact(lambda tx: _all_posted(tx, release), name="posted")
        return await database.read(lambda tx: _clicks(tx, release))
    finally:
        database.close()


def process_of(tasks: int) -> Process:
    """One phase, one sign-off an activity, all open at once; each asked of one person."""
    activities = tuple(
        Activity(
            id=f"a{n}",
            name=f"Component {n}",
            type=ActivityType.MANUAL,
            tasks=(
                TaskSpec(
                    id="sign",
                    name=f"Component {n} is good to go",
                    kind=TaskKind.SIGN_OFF,
                    approvals=Approvals(from_=(SIGNERS[n % AT_ONCE],)),
                ),
            ),
        )
        for n in range(tasks)
    )
    return Process(
        id=ProcessId("big"),
        name="Big release",
        owners=(OWNER,),
        phases=(Phase(id="only", name="Components", activities=activities),),
    )


def _all_posted(tx: Transaction, release: Release) -> None:
    """Pay what the start owes, as if the worker had: a card must be posted to be clicked.

    Slack's budget would have the worker post them for an hour.
    """
    assert release.execution_id is not None
    execution = tx.executions.get(release.execution_id)
    shown: list[ShowRelease | ShowTask] = [ShowRelease(release_id=release.id)]
    shown += [
        ShowTask(execution_id=execution.id, task_id=task.id, copy=copy, round=task.round)
        for task in execution.tasks.values()
        for copy in ("thread", *task.people)
    ]
    for number, each in enumerate(shown):
        ts = f"1795411300.{number:06}"
        tx.postings.put(Posting(subject=each.key, channel=CHANNEL, ts=ts))
    now, long = datetime.now(UTC), timedelta(hours=1)
    while claims := tx.owed.claim("bench", now=now, lease=long, limit=1000):
        for claim in claims:
            tx.owed.settle(claim, now=now)


def _clicks(tx: Transaction, release: Release) -> list[str]:
    assert release.execution_id is not None
    execution = tx.executions.get(release.execution_id)
    kept = tx.releases.get(release.id)
    return [
        _payload(
            task.people[0],
            TaskButton(task_id=task.id, round=task.round, shown=shown_by(kept, execution, task)),
            number,
        )
        for number, task in enumerate(execution.tasks.values())
    ]


def _payload(person: UserId, button: TaskButton, number: int) -> str:
    """What Slack sends for a click on a button of a message (docs.slack.dev, `block_actions`)."""
    ts = f"1795411300.{number:06}"
    return json.dumps(
        {
            "type": "block_actions",
            "user": {"id": person, "username": "sign", "name": "sign", "team_id": "T0NORTHWND"},
            "api_app_id": "A0DRUMBEAT1",
            "token": "playground-verification",
            "container": {
                "type": "message",
                "message_ts": ts,
                "channel_id": CHANNEL,
                "is_ephemeral": False,
            },
            "trigger_id": f"1.{number}",
            "team": {"id": "T0NORTHWND", "domain": "northwind"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": CHANNEL, "name": "releases"},
            "message": {
                "type": "message",
                "user": "U0DRUMBEAT",
                "bot_id": "B0DRUMBEAT",
                "ts": ts,
                "text": "Component is good to go?",
                "blocks": [],
            },
            "response_url": "http://127.0.0.1:9/response",
            "actions": [
                {
                    "type": "button",
                    "action_id": TASK_APPROVE,
                    "block_id": "decide",
                    "text": {"type": "plain_text", "text": "Approve"},
                    "value": button.model_dump_json(),
                    "action_ts": ts,
                }
            ],
        }
    )


async def _signed(folder: Path) -> int:
    """How many sign-offs the database holds, one approval each."""
    database = open_database(f"sqlite:///{folder}/drumbeat.db", clock=SystemClock())
    try:
        return await database.read(_count)
    finally:
        database.close()


def _count(tx: Transaction) -> int:
    release = next(iter([*tx.releases.unfinished(), *tx.releases.recent(limit=1)]))
    assert release.execution_id is not None
    return sum(
        task.status is TaskStatus.APPROVED
        and [each.verdict for each in task.sign_offs] == [Verdict.APPROVED]
        for task in tx.executions.get(release.execution_id).tasks.values()
    )
