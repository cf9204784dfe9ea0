"""A release of many activities, people who do whatever it asks, processes that die meanwhile."""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from orchestration.execution.state.model import ProcessExecution
from tests.playground_client import KENJI, PRIYA, Json, RefusedError
from tests.stories.kept import executions
from tests.stories.main_story import Story, key_of
from tests.stories.member import Member
from tests.stories.town import Town

WHOLE = os.environ.get("DRUMBEAT_CAMPAIGN") == "all"
"""Otherwise a smaller release and fewer kills, so that CI stays under twenty minutes."""
PARTS = ("web", "api", "search", "docs", "mobile", "images", "charts", "sdk")[: 8 if WHOLE else 3]
REGIONS = ("europe", "america", "asia", "africa", "oceania", "antarctica")[: 6 if WHOLE else 2]


def in_parallel(*steps: str) -> str:
    first, *others = steps
    return "\n".join([f"1. {first}", *(f"1. In parallel, {each}" for each in others)])


TEXT = f"""\
# Northwind platform

Every release has a version, for example 4.12.0.

## Prepare
{in_parallel("The Engineer cuts the branch", "the Engineer freezes the translations")}
1. After both, the Engineer writes the notes
1. Then the Engineer announces the freeze

## Build
{in_parallel(*(f"Build {each}" for each in PARTS))}

## Package
{in_parallel(*(f"Package {each}" for each in PARTS))}

## Sign-offs
{
    in_parallel(
        "The QA lead signs off the regression results",
        "the QA lead signs off the load test",
        "the QA lead signs off the accessibility report",
        "the Product owner signs off the release notes",
        "the Product owner signs off the price list",
        "the Product owner signs off the screenshots",
    )
}

## Staging
1. Deploy to staging
{in_parallel(*(f"Publish {each}" for each in PARTS[:4]))}

## Production
1. Deploy to the canary
{in_parallel(*(f"Deploy to {each}" for each in REGIONS))}

## Afterwards
{
    in_parallel(
        "The Engineer checks the dashboards",
        "the Engineer closes the milestone",
        "the Engineer informs the support team",
        "the Engineer writes the announcement",
    )
}
"""
PIPELINES = {
    **{f"build-{each}": f"build-{each}" for each in PARTS},
    **{f"package-{each}": f"package-{each}" for each in PARTS},
    "deploy-to-staging": "staging",
    **{f"publish-{each}": f"publish-{each}" for each in PARTS[:4]},
    "deploy-to-the-canary": "deploy",  # the program of Town fails this one the first time
    **{f"deploy-to-{each}": each for each in REGIONS},
}
DOES = {"task.done": "kenji", "hold.retry": "rosa"}
ACTIVITIES = 42 if WHOLE else 27
AGAIN = 3.0
"""Seconds after which people press a button once more that is still there."""
LONGEST = 150.0
"""Seconds that a release may take while processes die."""


class Campaign(Story):
    """The main story with another process, told by people who take what comes."""

    title = "Northwind platform"
    text = TEXT
    people: ClassVar = {**Story.people, "engineer": (KENJI,)}

    def __init__(self, town: Town, channel: str = "#releases") -> None:
        super().__init__(town, channel)
        self._others = {each["ts"] for each in self.livings()}

    def play(self) -> None:
        """From the release's making to its end."""
        self.make_release()
        self.finish()

    def finish(self) -> None:
        """Do what the releases of this channel ask for, until each has ended.

        Who heard nothing of a form that was sent may have sent it again, and made two.
        """
        pressed: dict[tuple[str, str], float] = {}
        deadline = time.monotonic() + LONGEST
        while unfinished := [each for each in map(self._thread, self.livings()) if not ended(each)]:
            assert time.monotonic() < deadline, f"{unfinished}\n{self.town.logged()[-20_000:]}"
            for thread in unfinished:
                self._do_what_is_asked(thread, pressed)
            time.sleep(0.3)

    def living_message(self) -> Json | None:
        """Its own one, not those of releases that were there before."""
        new = [each for each in self.livings() if each["ts"] not in self._others]
        return new[0] if new else None

    def livings(self) -> list[Json]:
        messages = self.slack.messages("rosa", self.channel, limit=1000)
        return [each for each in messages if key_of(each).startswith("show_release:")]

    def _thread(self, living: Json) -> list[Json]:
        return self.slack.messages("rosa", self.channel, living["ts"], limit=1000)[1:]

    def _do_what_is_asked(self, thread: list[Json], pressed: dict[Any, float]) -> None:
        for card, block, action in ((c, *each) for c in thread for each in buttons_of(c)):
            who = DOES.get(action) or self._signer(action, card)
            place = card["ts"], block, action
            if who and time.monotonic() - pressed.get(place, 0.0) > AGAIN:
                with contextlib.suppress(RefusedError):  # it is gone already
                    self.slack.click(who, self.channel, card["ts"], action, block_id=block)
                pressed[place] = time.monotonic()

    def _signer(self, action: str, card: Json) -> str | None:
        if action != "task.approve":
            return None
        return "priya" if f"<@{PRIYA}>" in card["text"] else "dana"


def buttons_of(card: Json) -> list[tuple[str, str]]:
    """The place of each button, since one message may ask for several things."""
    return [
        (block["block_id"], each["action_id"])
        for block in card["blocks"] or []
        for each in [*block.get("elements", ()), block.get("accessory") or {}]
        if "action_id" in each
    ]


def ended(thread: Sequence[Json]) -> bool:
    return any(key_of(each).startswith("announce_release:") for each in thread)


def write_catalogue(town: Town) -> None:
    program = town.directory / "pipeline.py"
    lines = ["pipelines:"]
    for name, argument in PIPELINES.items():
        lines += [f"  {name}:", "    provider: command", "    timeout: 60 s"]
        lines += [f'    argv: ["{{python}}", "{program}", {argument}]']
    town.catalogue.write_text("\n".join(lines) + "\n")


@contextmanager
def killing(members: Sequence[Member], times: int, chance: random.Random) -> Iterator[list[str]]:
    """Kill -9 of any of them at random moments, each started again a moment later.

    Yields who died so far; the end waits until all were killed and live again.
    """
    died: list[str] = []
    faults: list[BaseException] = []

    def kill() -> None:
        try:
            for _ in range(times):
                time.sleep(chance.uniform(0.2, 2.5))
                victim = chance.choice(members)
                victim.kill()
                died.append(victim.name)
                time.sleep(chance.uniform(0.0, 1.5))
                victim.start()
                if chance.random() < 0.75:  # or the next dies while this one still starts
                    victim.wait_ready()
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield died
    finally:
        thread.join()
    assert not faults, faults


def endings(town: Town) -> list[Json]:
    """How each release ended: what must be the same whoever died meanwhile."""
    return [{"release": status, **_places(each)} for status, each in executions(town)]


def _places(execution: ProcessExecution) -> dict[str, Any]:
    """Each activity's status, attempt and who signed or did its tasks."""
    return {
        str(each.ref): (
            each.status.value,
            each.attempt,
            [sorted(x.by for x in task.sign_offs) for task in execution.tasks_of(each.ref)],
        )
        for each in execution.activities.values()
    }
