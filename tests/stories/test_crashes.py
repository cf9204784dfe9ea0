"""Kill -9 at every commit and every outside call of the main story, and start again.

By default a spread of the points is tried; the whole campaign runs with `make crash`
(DRUMBEAT_CRASH=all).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stories.crash_points import AGAIN, ON_POSTGRES, POINTS, SPREAD, SPREAD_ON_POSTGRES
from tests.stories.main_story import Story, check_outside
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]


LEASE = "4"
"""Seconds: nobody tells PostgreSQL's other workers that one is dead but the end of its lease."""


def chosen() -> list[tuple[str, str]]:
    whole = os.environ.get("DRUMBEAT_CRASH") == "all"
    points = {
        "sqlite": [*POINTS, *AGAIN] if whole else SPREAD,
        "postgresql": [*ON_POSTGRES, *AGAIN] if whole else SPREAD_ON_POSTGRES,
    }
    return [(database, point) for database, these in points.items() for point in these]


@pytest.mark.parametrize(("database", "point"), chosen())
@pytest.mark.timeout(180)
def test_a_release_survives_a_crash(database: str, point: str, tmp_path: Path):
    town = Town(tmp_path, database=database, LEASE=LEASE)
    try:
        if "postpone" in point:
            town.slack.fault("chat.postMessage", "429", times=1, retry_after=1)
        town.start_bot(CRASH=point, CRASH_ONCE=str(tmp_path / "crashed"))
        Story(town).whole()
        assert (tmp_path / "crashed").exists(), f"the story never reached {point}"
        check_outside(town)
    finally:
        town.close()
