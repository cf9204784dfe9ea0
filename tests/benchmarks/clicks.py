"""Clicks to measure with: running releases with very many sign-offs, and Slack's payloads."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.views.buttons import TASK_APPROVE, TaskButton
from orchestration.effects import ShowRelease, ShowTask
from orchestration.execution.state.statuses import TaskStatus, Verdict
from orchestration.people.model import Person
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue_file import load_catalogue
from orchestration.ports import Posting, Transaction
from orchestration.processes.model import Activity, ActivityType, Phase, Process
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.read_models.task_card import shown_by
from orchestration.releases.making import NewRelease
from orchestration.releases.model import Release
from orchestration.releases.service import ReleaseService
from orchestration.values import ChannelId, ProcessId, UserId
from storage import open_database

CHANNEL = ChannelId("C0RELEASES")
OWNER = UserId("U0000RITA")
SIGNERS = tuple(UserId(f"U000SIGN{n:02}") for n in range(20))
"""Each is asked for their share of the tasks."""


async def prepared(url: str, tasks: int, *, releases: int = 1, posted: bool = True) -> list[str]:
    """Running releases with so many sign-offs in all; a click for each, from release to release."""
    with closing(open_database(url)) as database:
        now, each_has = database.clock.now(), -(-tasks // releases)
        process = process_of(each_has)

        def publish(tx: Transaction) -> None:
            tx.directory.save_people(
                [Person(id=each, name=each, is_admin=each == OWNER) for each in (OWNER, *SIGNERS)],
                at=now,
                whole=True,
            )
            tx.directory.save_groups([], at=now, whole=True)
            tx.processes.publish(process, by=OWNER, at=now)

        await database.transact(publish, name="publish")
        service = ReleaseService(
            database, database.clock, load_catalogue(None, Path("runs")), Administrators()
        )
        clicks: list[list[str]] = []
        for number in range(releases):
            release = await service.create(
                f"bench{number}",
                NewRelease(
                    process_id=process.id, name="Big", version="1", inputs={}, channel=CHANNEL
                ),
                by=OWNER,
            )
            if posted:
                await database.transact(lambda tx, of=release: _all_posted(tx, of), name="posted")
            clicks.append(await database.read(lambda tx, of=release: _clicks(tx, of)))
        return [each for row in zip(*clicks, strict=True) for each in row][:tasks]


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
                    approvals=Approvals(from_=(SIGNERS[n % len(SIGNERS)],)),
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


async def signed(url: str) -> int:
    """How many sign-offs the database holds, one approval each."""
    with closing(open_database(url)) as database:
        return await database.read(_count)


def _count(tx: Transaction) -> int:
    found = {each.id: each for each in [*tx.releases.unfinished(), *tx.releases.recent(limit=1000)]}
    return sum(
        task.status is TaskStatus.APPROVED
        and [each.verdict for each in task.sign_offs] == [Verdict.APPROVED]
        for release in found.values()
        if release.execution_id is not None
        for task in tx.executions.get(release.execution_id).tasks.values()
    )
