"""Two versions of Drumbeat on one database: the older goes on, the newer does what it added."""

from __future__ import annotations

import pytest

from tests.playground_client import RELEASES, ROOT
from tests.stories.member import Member
from tests.stories.newer import NEWER, newer_version, owe_a_gong
from tests.stories.team import working
from tests.stories.town import Town
from tests.stories.trouble import Troubled

pytestmark = pytest.mark.story


@pytest.mark.timeout(300)
def test_an_upgrade_of_one_replica_after_the_other_loses_nothing(tmp_path):
    home = newer_version(tmp_path)
    with working(tmp_path, database="postgresql") as team:
        town = team.town
        shop = Troubled(team)
        before, between = shop.release(), shop.release()
        newer = Member("serve", "newer", tmp_path, town.environment)
        paths = {"PYTHONPATH": f"{home}:{ROOT}"}
        try:
            newer.start(**paths)
            newer.wait_ready()
            assert f"The schema is now {NEWER}" in newer.log.read_text()
            shop.approve(before)  # of whichever replica Slack chooses
            shop.ended(before)
            newer.stop()

            owe_a_gong(home, town.database_url, RELEASES)
            shop.approve(between)
            shop.ended(between, but=1)
            assert not team.slack.find("rosa", "#releases", "Gong!"), "the older cannot know it"

            town.stop_bot()
            refused = town.drumbeat("serve")
            assert refused.returncode == 1
            assert f"newer Drumbeat: schema {NEWER}" in refused.stderr

            newer.start(**paths)
            newer.wait_ready()
            team.slack.wait_for_message("rosa", "#releases", "Gong!", timeout=20)
            town.settings |= paths  # the operator's commands are the newer version's now
        finally:
            newer.stop()


def test_of_two_replicas_that_start_at_once_one_brings_the_schema(tmp_path):
    town = Town(tmp_path, database="postgresql", unlimited=True)
    both = [Member("serve", f"replica{n}", tmp_path, town.environment) for n in (1, 2)]
    try:
        for each in both:
            each.start()
        for each in both:
            each.wait_ready()
        logs = "".join(each.log.read_text() for each in both)
        assert logs.count("The schema is now") == 1
        assert logs.count("The schema is up to date") == 1
    finally:
        for each in both:
            each.stop()
        town.close()
