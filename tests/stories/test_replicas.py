"""Replicas and workers on one PostgreSQL: people click anywhere, machines sleep, clocks lie."""

from __future__ import annotations

import contextlib
import functools
import os
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.playground_client import RELEASES, RefusedError, Workspace
from tests.stories.kept import executions
from tests.stories.large import LAST, publish_large
from tests.stories.main_story import Story, check_outside, check_posted
from tests.stories.replicas import LEASE, Replicas
from tests.stories.team import Made, Team

pytestmark = pytest.mark.story

WHOLE = os.environ.get("DRUMBEAT_CAMPAIGN") == "all"
BOARD = """\
- The Board signs off the launch.
- After that, build and test.
- At the same time, deploy to production.
"""


@pytest.mark.timeout(300)
def test_sixteen_people_sign_at_once_on_three_replicas_and_each_counts(tmp_path: Path):
    town = Replicas(tmp_path, workers=0)
    slack = town.slack
    others = [f"U0000BOARD{n:02}" for n in range(12)]
    try:
        for each in others:
            slack.post("people", id=each, real_name=f"Board {each[-2:]}")
        known = [each["id"] for each in slack.state()["people"] if not each["is_bot"]]
        slack.post("channels", id=RELEASES, members=[*known, "U0DRUMBEAT"])
        town.start_bot()
        team = Team(town)
        card = team.draft(BOARD, title="Launch")
        team.bind(card, board=" ".join(known))
        assert team.edit(card, "launch", {"How many must approve": "all"})["status"] == "ok"
        team.publish(card)
        made = team.release("Launch")
        card = team.card(made, "launch", offering="task.approve")

        def sign(who: str) -> None:
            """Who heard nothing in three seconds presses again, while it can be pressed."""
            with contextlib.suppress(RefusedError):
                while slack.click(who, made.channel, card["ts"], "task.approve")["status"] != "ok":
                    pass

        at_once(sign, known)
        heard, until = dict.fromkeys(known, 0), time.monotonic() + 60
        while late := sorted(set(known) - counted(town)):
            assert time.monotonic() < until, f"{late} press and never count"
            for who in late:
                count = functools.partial(told_privately, slack, who, made)
                slack.wait_for(lambda who=who, count=count: count() > heard[who])  # of each press
                heard[who] = count()
                sign(who)
        team.card(made, "On hold", offering="hold.retry")
        team.click("rosa", made, "On hold", "hold.retry")
        team.reads(made, "succeeded", timeout=60)
        team.settled(60)
        ((_, seen),) = executions(town)
        (gate,) = (each for each in seen.tasks.values() if each.sign_offs)
        assert sorted(each.by for each in gate.sign_offs) == sorted(known), "each counts, once"
        runs = [each.split()[0] for each in town.runs()]
        assert sorted(runs) == ["build", "deploy", "deploy"], (
            "started once, and once again by Retry"
        )
        check_posted(town)
        assert all(town.balancer.taken[each.port] > 0 for each in town.serving)
        assert "Traceback" not in town.logged()
    finally:
        town.close()


def counted(town: Replicas) -> set[str]:
    """Whose verdicts were recorded."""
    ((_, seen),) = executions(town)
    return {verdict.by for task in seen.tasks.values() for verdict in task.sign_offs}


def told_privately(slack: Workspace, who: str, made: Made) -> int:
    """A click that found the machine too busy is answered: nothing was changed, press again."""
    thread = slack.messages(who, made.channel, made.ts, limit=1000)
    return sum(each["ephemeral"] for each in [*thread, *slack.messages(who, made.channel)])


def at_once(act: Callable[[str], None], people: list[str]) -> None:
    together = threading.Barrier(len(people))

    def one(who: str) -> None:
        together.wait()
        act(who)

    threads = [threading.Thread(target=one, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


class Sleeping(Replicas):
    """One replica, and a worker that is suspended where it was told to, until its lease is over."""

    def __init__(self, directory: Path, point: str, ahead: int = 0) -> None:
        """`ahead`: by how many seconds the worker's clock is; then it dies in its sleep."""
        super().__init__(directory, serving=1, workers=1)
        self.ahead = ahead
        self.asleep = directory / "asleep"
        self.point = point
        self.woken = False

    def start_bot(self, **more: str) -> None:
        self.serving[0].start(AHEAD=str(-self.ahead))
        self.serving[0].wait_ready()
        self.workers[0].start(AHEAD=str(self.ahead), SLEEP=self.point, SLEEP_ONCE=str(self.asleep))
        self.wait_ready()

    def revive(self) -> None:
        if self.woken or not self.asleep.exists():
            return
        if self.ahead:
            self.workers[0].kill()
            self.woken = True
            return
        if time.time() - self.asleep.stat().st_mtime > 2 * float(LEASE):
            self.workers[0].wake()
            self.woken = True


ASLEEP = [
    "after commit claim#3",
    "before call trigger_pipeline",
    "after call show_task",
    "after call trigger_pipeline",
    "before commit settle_show_release",
]


def asleep_in_a_story(directory: Path, point: str) -> tuple[Sleeping, Story]:
    """Told from the start until the worker is the one who comes to the point: it shares the work
    with the replica, and of what there is little of it may get nothing."""
    for number in range(6):
        folder = directory / str(number)
        folder.mkdir()
        with contextlib.ExitStack() as opened:
            town = Sleeping(folder, point)
            opened.callback(town.close)
            town.start_bot()
            story = Story(town)
            story.whole()
            if town.asleep.exists():
                opened.pop_all()  # the test closes it
                return town, story
    raise AssertionError(f"the worker never reached {point}")


@pytest.mark.parametrize("point", ASLEEP if WHOLE else ASLEEP[:1])
@pytest.mark.timeout(300)
def test_a_worker_that_sleeps_past_its_lease_and_wakes_pays_nothing_twice(
    point: str, tmp_path: Path
):
    town, story = asleep_in_a_story(tmp_path, point)
    try:
        story.until(story.nothing, lambda: town.woken)
        assert town.workers[0].ready, "it goes on"
        story.settle()
        check_outside(town)
    finally:
        town.close()


@pytest.mark.timeout(300)
def test_what_a_worker_whose_clock_is_minutes_ahead_held_when_it_died_waits_for_no_clock(
    tmp_path: Path,
):
    """By the replica's own clock its lease would end four minutes later; the story waits one."""
    town = Sleeping(tmp_path, "after commit claim#3", ahead=120)
    try:
        town.start_bot()
        Story(town).whole()
        assert town.workers[0].dead
        check_outside(town)
    finally:
        town.close()


@pytest.mark.timeout(600)
def test_two_replicas_in_turns_take_the_clicks_of_a_release_with_thousands_of_activities(
    tmp_path: Path,
):
    size, clicks = (10_000, 40) if WHOLE else (2_000, 6)
    town = Replicas(tmp_path, serving=2, workers=0)
    try:
        town.start_bot()
        publish_large(town, size=size, steps=clicks)
        team = Team(town)
        made = team.release("Large")
        before = Counter(town.balancer.taken)
        took = []
        for n in range(clicks):
            card = team.card(made, f"To do: Step {n}", offering="task.done")
            answer = town.slack.click("rosa", made.channel, card["ts"], "task.done")
            assert answer["status"] == "ok", answer
            took.append(answer["ms"])
        team.card(made, f"To do: {LAST}", offering="task.done")
        print(f"{size} activities: {statistics.median(took):.0f} ms a click (median)")
        ((_, seen),) = executions(town)
        settled = [each for each in seen.activities.values() if each.status.settled]
        assert len(settled) == clicks
        assert len(seen.plan.activities) == size
        taken = town.balancer.taken - before
        assert [taken[each.port] for each in town.serving] == [clicks // 2] * 2
        check_posted(town)
    finally:
        town.close()
