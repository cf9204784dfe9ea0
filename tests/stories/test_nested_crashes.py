"""Kill -9 while thirty activities run, two of them another process: the release ends the same.

On SQLite the one service is started again; on PostgreSQL two replicas share the release, whichever
comes to the point first dies there, and the other goes on alone. A few points by default; all of
them with `make crash` (DRUMBEAT_CRASH=all).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stories.main_story import check_posted
from tests.stories.nested_story import NestedStory, check_runs, plan
from tests.stories.replicas import Replicas
from tests.stories.test_crashes import LEASE
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]

NAMES = {
    "commit": [
        "settle_settle_parent",
        "settle_show_task",
        "settle_start_subprocess",
        "settle_trigger_pipeline",
        "settle_watch_pipeline",
        "start_release",
        "task_done",
    ],
    "call": [
        "settle_parent",
        "show_release",
        "show_task",
        "start_subprocess",
        "trigger_pipeline",
        "watch_pipeline",
    ],
}
POINTS = [
    f"{when} {what} {name}"
    for what, names in NAMES.items()
    for name in names
    for when in ("before", "after")
]
LATER = ["after call trigger_pipeline#8", "before commit settle_settle_parent#2"]
SPREAD = [("sqlite", "after call start_subprocess"), ("postgresql", LATER[1])]


def chosen() -> list[tuple[str, str]]:
    if os.environ.get("DRUMBEAT_CRASH") != "all":
        return SPREAD
    return [(each, point) for each in ("sqlite", "postgresql") for point in (*POINTS, *LATER)]


def town_on(database: str, directory: Path) -> Town:
    if database == "postgresql":
        return Replicas(directory, serving=2, workers=0)
    return Town(directory, unlimited=True, LEASE=LEASE, database=database)


@pytest.mark.parametrize(("database", "point"), chosen())
@pytest.mark.timeout(240)
def test_a_release_with_processes_inside_survives_a_crash(
    database: str, point: str, tmp_path: Path
):
    town = town_on(database, tmp_path)
    try:
        plan(town)
        town.start_bot(CRASH=point, CRASH_ONCE=str(tmp_path / "crashed"))
        story = NestedStory(town)
        story.whole()
        assert (tmp_path / "crashed").exists(), f"the story never reached {point}"
        check_posted(town)
        check_runs(town, story)
    finally:
        town.close()
