"""Every version finishes what an earlier one left half done: a deploy on hold, open sign-offs and
to-dos, others still to come, and messages that were owed when it died."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.half_done import HalfDone
from tests.stories.keeping import KEPT, unpack
from tests.stories.main_story import check_outside
from tests.stories.town import Town

pytestmark = [pytest.mark.story, pytest.mark.crash]
EACH = sorted(each.name for each in KEPT.iterdir() if each.is_dir())


def test_there_is_one_to_finish():
    assert EACH


@pytest.mark.timeout(180)
@pytest.mark.parametrize("kept", EACH)
def test_a_release_that_an_earlier_version_left_half_done_is_finished(kept: str, tmp_path: Path):
    unpack(KEPT / kept, tmp_path)
    town = Town(tmp_path, unlimited=True, database="sqlite")  # on which it was left
    try:
        assert [each.split()[0] for each in town.runs()] == ["build", "deploy"]
        assert town.drumbeat("migrate").returncode == 0
        assert town.drumbeat("owed", "list").stdout.strip() != "Nothing is owed."
        town.start_bot()
        HalfDone(town).finish()
        check_outside(town)
    finally:
        town.close()
