"""Three replicas and two workers on one PostgreSQL, and kill -9 of any of them at random.

By default a few kills are tried; `make campaign` (DRUMBEAT_CAMPAIGN=all) kills twenty times on
either transport. The seed is printed, and DRUMBEAT_SEED repeats it.
"""

from __future__ import annotations

import os
import random
import threading

import pytest

from tests.stories.campaign import (
    ACTIVITIES,
    PIPELINES,
    WHOLE,
    Campaign,
    endings,
    killing,
    write_catalogue,
)
from tests.stories.main_story import check_posted
from tests.stories.replicas import Replicas

pytestmark = [pytest.mark.story, pytest.mark.crash]

KILLS = 20 if WHOLE else 3
CHANNELS = ("#releases", "#web-team") if WHOLE else ("#releases",)


@pytest.mark.parametrize("transport", ["http", "socket"] if WHOLE else ["http"])
@pytest.mark.timeout(1200)
def test_releases_end_the_same_whoever_is_killed(transport: str, tmp_path):
    seed = os.environ.get("DRUMBEAT_SEED") or str(random.randrange(10**6))
    print(f"DRUMBEAT_SEED={seed}")
    town = Replicas(tmp_path, transport=transport)
    try:
        write_catalogue(town)
        town.start_bot()
        people = [Campaign(town, each) for each in CHANNELS]
        people[0].draft()
        people[0].bind()
        people[0].publish()
        with killing(town.members, KILLS, random.Random(seed)) as died:
            together(*(each.play for each in people))
            while len(died) < KILLS:
                together(*(Campaign(town, each).play for each in CHANNELS))
        town.wait_ready()
        for each in people:
            each.finish()
        people[0].settle()
        releases = sum(len(each.livings()) for each in people)
        ends = endings(town)
        assert len(ends) == releases
        assert [each for each in ends if each != ends[0]] == []
        assert len(ends[0]) == ACTIVITIES + 1
        runs = town.runs()
        assert len(runs) == len(set(runs)), "a pipeline ran twice"
        assert len(runs) == releases * (len(PIPELINES) + 1), "one fails first"
        check_posted(town)
    finally:
        town.close()


def together(*acts) -> None:
    """Each in a thread of its own; what any of them raises is raised here."""
    faults = []

    def run(act):
        try:
            act()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(each,)) for each in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if faults:
        raise faults[0]
