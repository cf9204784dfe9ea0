"""A release that is half done on SQLite the evening the team moves to PostgreSQL.

Drumbeat dies between a post that Slack took and writing that down, and is moved as it lies there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres.server import fresh_database
from tests.stories.keeping import Mortal
from tests.stories.main_story import Story, check_outside

pytestmark = [pytest.mark.story, pytest.mark.crash]


@pytest.mark.timeout(180)
def test_a_release_half_done_on_sqlite_ends_on_postgresql_with_nothing_done_twice(tmp_path: Path):
    town = Mortal(tmp_path, unlimited=True, database="sqlite", LEASE="3")
    story = Story(town)
    try:
        with fresh_database(migrated=False) as target:
            town.start_bot(CRASH="after call show_task", CRASH_ONCE=str(tmp_path / "crashed"))
            story.draft()
            story.bind()
            story.publish()
            story.make_release()
            story.until(story.nothing, lambda: town.crashed)
            posted = town.keys_posted()
            assert any(each.startswith("show_task:") for each in posted)

            moved = town.drumbeat("move", "drumbeat.db", target)
            assert moved.returncode == 0, moved.stderr
            assert "each arrived as it was" in moved.stdout
            assert "Every chain of the audit holds." in moved.stdout
            by_accident = town.drumbeat("serve")
            assert by_accident.returncode == 1
            assert "was moved to" in by_accident.stderr
            assert "set DATABASE_URL" in by_accident.stderr

            town.database_url = target
            town.start_bot()
            story.approve("dana", "regression")
            story.approve("priya", "release notes")
            story.retry()
            story.succeeded()
            story.settle()
            check_outside(town)
            assert set(posted) <= set(town.keys_posted())
            town.stop_bot()
    finally:
        town.close()
