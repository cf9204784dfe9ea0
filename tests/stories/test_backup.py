"""A backup in the middle of a release, and the day it is needed.

The release goes on after the backup; then the machine is lost. What was clicked since is asked
again; what was posted and started since is found again, and nothing is done twice.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres.server import fresh_database
from tests.stories.main_story import Story, check_outside
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]


DATABASES = ["sqlite", "postgresql"]
IN_USE = {"sqlite": "already serves", "postgresql": "is not empty"}
LEASE = "4"
"""Seconds, on PostgreSQL: until what a dead replica held is taken by another."""


@pytest.fixture
def elsewhere() -> Iterator[Callable[[], str]]:
    """A new PostgreSQL database, as one is made on the day it is needed."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(fresh_database(migrated=False))


def restored(town: Town, file: Path, elsewhere: Callable[[], str]) -> None:
    """Over the file it was; PostgreSQL's is lost, and its backup comes into a new one."""
    if town.database_url.startswith("postgresql"):
        town.database_url = elsewhere()
    done = town.drumbeat("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "held" in done.stdout


def resumed(town: Town) -> None:
    done = town.drumbeat("resume")
    assert done.returncode == 0, done.stderr


WHOLE = os.environ.get("DRUMBEAT_CRASH") == "all"
HOW_FAR = ["the failed deploy"]
if WHOLE:
    HOW_FAR += ["the second sign-off", "the end"]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("goes_on_to", HOW_FAR)
@pytest.mark.parametrize("database", DATABASES if WHOLE else ["postgresql"])
def test_a_release_restored_from_a_backup_does_nothing_twice(
    database: str, goes_on_to: str, tmp_path: Path, elsewhere: Callable[[], str]
):
    town = Town(tmp_path, unlimited=True, database=database, LEASE=LEASE)
    file = tmp_path / "drumbeat.backup"
    try:
        town.start_bot()
        story = Story(town)
        story.draft()
        story.bind()
        story.publish()
        story.make_release()
        done = town.drumbeat("backup", str(file))  # at once: the first messages may be on their way
        assert done.returncode == 0, done.stderr

        story.approve("dana", "regression")
        story.approve("priya", "release notes")
        if goes_on_to != "the second sign-off":
            story.until(story.nothing, lambda: len(town.runs()) == 2)
        if goes_on_to == "the end":
            story.retry()
            story.succeeded()
        refused = town.drumbeat("restore", str(file))
        assert refused.returncode == 1
        assert IN_USE[database] in refused.stderr

        town.kill()
        restored(town, file, elsewhere)
        posted, ran = town.keys_posted(), town.runs()
        town.start_bot()
        time.sleep(2.5)
        assert town.keys_posted() == posted, "held: nothing is posted"
        assert town.runs() == ran, "held: nothing is started"
        doctor = town.drumbeat("doctor")
        assert doctor.returncode == 1
        assert "drumbeat resume" in doctor.stdout

        resumed(town)
        again = town.drumbeat("resume")
        assert again.returncode == 1
        assert "Nothing is held" in again.stderr
        story.settle()
        story.approve("dana", "regression")
        story.approve("priya", "release notes")
        story.retry()
        story.succeeded()
        story.settle()
        check_outside(town)
    finally:
        town.close()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", DATABASES if WHOLE else ["sqlite"])
def test_a_machine_that_dies_while_it_catches_up_does_nothing_twice_either(
    database: str, tmp_path: Path, elsewhere: Callable[[], str]
):
    town = Town(tmp_path, unlimited=True, database=database, LEASE=LEASE)
    file = tmp_path / "drumbeat.backup"
    try:
        town.start_bot()
        story = Story(town)
        story.draft()
        story.bind()
        story.publish()
        story.make_release()
        assert town.drumbeat("backup", str(file)).returncode == 0
        story.approve("dana", "regression")
        story.approve("priya", "release notes")
        story.until(story.nothing, lambda: len(town.runs()) == 2)
        town.kill()
        restored(town, file, elsewhere)
        resumed(town)
        town.start_bot(CRASH="after call show_task#2", CRASH_ONCE=str(tmp_path / "crashed"))
        story.asked("dana", "regression")
        story.asked("priya", "release notes")
        story.approve("dana", "regression")
        story.approve("priya", "release notes")
        story.retry()
        story.succeeded()
        story.settle()
        assert (tmp_path / "crashed").exists()
        check_outside(town)
    finally:
        town.close()
