"""A backup in the middle of a release, and the day it is needed.

The release goes on after the backup; then the machine is lost. What was clicked since is asked
again; what was posted and started since is found again, and nothing is done twice.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.stories.main_story import Story, check_outside
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]


def restored(town: Town, file: Path) -> None:
    done = town.drumbeat("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "held" in done.stdout


def resumed(town: Town) -> None:
    done = town.drumbeat("resume")
    assert done.returncode == 0, done.stderr


HOW_FAR = ["the failed deploy"]
if os.environ.get("DRUMBEAT_CRASH") == "all":
    HOW_FAR += ["the second sign-off", "the end"]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("goes_on_to", HOW_FAR)
def test_a_release_restored_from_a_backup_does_nothing_twice(goes_on_to: str, tmp_path: Path):
    town = Town(tmp_path, unlimited=True)
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
        assert "already serves" in refused.stderr

        town.kill()
        restored(town, file)
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
def test_a_machine_that_dies_while_it_catches_up_does_nothing_twice_either(tmp_path: Path):
    town = Town(tmp_path, unlimited=True)
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
        restored(town, file)
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
