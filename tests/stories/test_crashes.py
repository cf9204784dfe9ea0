"""Kill -9 at every commit and every outside call of the main story, and start again.

The points are those an uncrashed run reaches. By default a spread of them is tried; the whole
campaign runs with `make crash` (DRUMBEAT_CRASH=all).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stories.main_story import Story, check_outside
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]

POINTS = [
    "after commit request_draft",
    "before call draft_process",
    "after call draft_process",
    "after call show_draft",
    "after commit publish",
    "before commit create_release",
    "after commit create_release",
    "after call show_release",
    "before call trigger_pipeline",
    "after call trigger_pipeline",
    "after call watch_pipeline",
    "after call show_task",
    "before commit sign_off_approved",
    "after commit sign_off_approved",
    "after call show_hold",
    "after commit retry",
    "after call announce_release",
    "after commit settle_announce_release",
]
SPREAD = POINTS[::3]


def chosen() -> list[str]:
    return POINTS if os.environ.get("DRUMBEAT_CRASH") == "all" else SPREAD


@pytest.mark.parametrize("point", chosen())
@pytest.mark.timeout(180)
def test_a_release_survives_a_crash(point: str, tmp_path: Path):
    town = Town(tmp_path)
    try:
        town.start_bot(CRASH=point, CRASH_ONCE=str(tmp_path / "crashed"))
        Story(town).whole()
        assert (tmp_path / "crashed").exists(), f"the story never reached {point}"
        check_outside(town)
    finally:
        town.close()
