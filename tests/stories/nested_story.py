"""Thirty activities, two of which run another process: published, released, driven to the end.

The release is made before Drumbeat starts, so that every crash is one of driving it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ExecutionStatus
from orchestration.processes.model import (
    Activity,
    ActivityType,
    Phase,
    Process,
    Subprocess,
)
from orchestration.processes.tasks import TaskSpec
from orchestration.releases.model import Release
from orchestration.values import ChannelId, ProcessId, ReleaseId, UserId
from storage import migrate
from tests.playground_client import RELEASES, ROSA
from tests.stories.kept import change
from tests.stories.main_story import Story
from tests.stories.town import Town

PIPELINE = "build-and-test"
REFERENCE = "TRAI-1"


def run(name: str, *after: str) -> Activity:
    return Activity(
        id=name, name=name, type=ActivityType.AUTOMATED, pipeline=PIPELINE, depends_on=after
    )


def inside(name: str, process: str, *after: str) -> Activity:
    wanted = Subprocess(id=ProcessId(process))
    return Activity(
        id=name, name=name, type=ActivityType.SUBPROCESS, process=wanted, depends_on=after
    )


def checks() -> Process:
    """Two runs, then something that Rosa does, then another run."""
    look = Activity(
        id="look",
        name="Look at the dashboards",
        type=ActivityType.MANUAL,
        depends_on=("one", "two"),
        tasks=(TaskSpec(id="do", name="Look at the dashboards", assignees=(ROSA,)),),
    )
    phase = Phase(
        id="all", name="All", activities=(run("one"), run("two"), look, run("three", "look"))
    )
    return Process(id=ProcessId("checks"), name="Checks", owners=(ROSA,), phases=(phase,))


def mirror() -> Process:
    phase = Phase(id="all", name="All", activities=(run("copy"), run("verify", "copy")))
    return Process(id=ProcessId("mirror"), name="Mirror", owners=(ROSA,), phases=(phase,))


def train() -> Process:
    """A fan, the two processes beside one another, a chain, and a fan again."""
    build = tuple(run(f"build{n}") for n in range(12))
    between = (inside("checks", "checks"), inside("mirror", "mirror"), run("package"))
    chain = tuple(run(f"stage{n}", *([f"stage{n - 1}"] if n else [])) for n in range(3))
    deploy = tuple(run(f"deploy{n}") for n in range(12))
    parts = {"build": build, "between": between, "stage": chain, "deploy": deploy}
    phases, before = [], ()
    for name, activities in parts.items():
        phases.append(Phase(id=name, name=name.title(), depends_on=before, activities=activities))
        before = (name,)
    return Process(id=ProcessId("train"), name="Train", owners=(ROSA,), phases=tuple(phases))


def plan(town: Town) -> None:
    """Publish the three processes, and make a release of the train that waits to be started."""
    rosa = UserId(ROSA)

    def work(tx: Any, now: datetime) -> None:
        for process in (checks(), mirror(), train()):
            version = tx.processes.publish(process, by=rosa, at=now)
        tx.releases.add(
            Release(
                id=ReleaseId("rel-train"),
                reference=REFERENCE,
                name="Train",
                version="1",
                process_id=version.process.id,
                process_version=version.version,
                owner=rosa,
                channel=ChannelId(RELEASES),
                created_by=rosa,
                created_at=now,
            )
        )

    migrate(town.database_url, lambda _line: None)
    change(town, work)


class NestedStory(Story):
    title = "Train"

    def whole(self) -> None:
        self.until(
            lambda: self.slack.command("rosa", self.channel, f"start {REFERENCE}"),
            self.executions,
        )
        self.until(self.look, lambda: self.over("checks"), again=2)
        self.until(self.nothing, lambda: self.over("train"))

    def look(self) -> None:
        dm = self.slack.open_dm("rosa")
        card = self.town.card_with("rosa", dm, "task.done", "Look at the dashboards")
        assert card
        self.slack.click("rosa", dm, card["ts"], "task.done")

    def executions(self) -> dict[str, ProcessExecution]:
        """By the process they run: the release's own, and its children as far as there are any."""

        def look(tx: Any, _now: datetime) -> dict[str, ProcessExecution]:
            root = tx.releases.get(ReleaseId("rel-train")).execution_id
            if root is None:
                return {}
            train = tx.executions.get(root)
            children = [each.child for each in train.activities.values() if each.child]
            there = [tx.executions.find(each) for each in children]
            return {each.plan.process.id: each for each in (train, *there) if each}

        return change(self.town, look)

    def over(self, process: str) -> bool:
        found = self.executions().get(ProcessId(process))
        return found is not None and found.status is ExecutionStatus.SUCCEEDED


def check_runs(town: Town, story: NestedStory) -> None:
    """Each run was asked for once, by the execution it belongs to."""
    asked = Counter(line.split()[1] for line in town.runs())
    wanted = [
        activity.run.key
        for execution in story.executions().values()
        for activity in execution.activities.values()
        if activity.run
    ]
    assert len(wanted) == 12 + 1 + 3 + 12 + 3 + 2
    assert asked == Counter(wanted), asked - Counter(wanted)
    for execution in story.executions().values():
        assert {each.attempt for each in execution.activities.values()} == {1}
