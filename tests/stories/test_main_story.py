"""The main job over Slack's wire protocol, on both transports and both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.crash_points import ON_POSTGRES, POINTS
from tests.stories.main_story import Story, check_outside
from tests.stories.town import Town

pytestmark = pytest.mark.story


@pytest.fixture(params=["socket sqlite", "http sqlite", "http postgresql"])
def town(request: pytest.FixtureRequest, tmp_path) -> Iterator[Town]:
    transport, database = request.param.split()
    town = Town(tmp_path, transport=transport, database=database)
    try:
        town.start_bot(TRACE=str(tmp_path / "trace"))
        yield town
    finally:
        town.close()


def test_a_pasted_text_becomes_a_release_that_people_sign_and_pipelines_finish(town: Town):
    Story(town).whole()
    check_outside(town)
    reached = set((town.directory / "trace").read_text().splitlines())
    known = ON_POSTGRES if town.database_url.startswith("postgresql") else POINTS
    assert reached <= set(known), "crash_points.py does not name these yet"
