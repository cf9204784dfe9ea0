"""Kill -9 at every commit and every outside call of the main story, and start again.

By default a spread of the points is tried; the whole campaign runs with `make crash`
(DRUMBEAT_CRASH=all).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stories.crash_points import AGAIN, POINTS, SPREAD
from tests.stories.main_story import Story, check_outside
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]


def chosen() -> list[str]:
    return [*POINTS, *AGAIN] if os.environ.get("DRUMBEAT_CRASH") == "all" else SPREAD


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
