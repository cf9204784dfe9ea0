"""A disk that is full, or that may not be written to: said at once, and all goes on after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.disks import SmallDisk, small_disk
from tests.postgres.own_server import DATABASE, OWNER, own_server
from tests.stories.team import Team, working
from tests.stories.trouble import Troubled

pytestmark = pytest.mark.story


@pytest.fixture(params=["sqlite", "postgresql"])
def disk_and_team(request, tmp_path) -> Iterator[tuple[SmallDisk, Team]]:
    """What Drumbeat keeps lies on the small disk; PostgreSQL's log of writes does not."""
    with small_disk(40) as disk:
        if request.param == "sqlite":
            url = f"sqlite:///{disk.path}/drumbeat.db"
            with working(tmp_path, DATABASE_URL=url) as team:
                yield disk, team
            return
        with own_server() as server:
            server.owns(disk.path)
            with server.connected("postgres") as connection:
                connection.execute(f"CREATE TABLESPACE small LOCATION '{disk.path}/space'")
                connection.execute(f"ALTER DATABASE {DATABASE} SET TABLESPACE small")
                connection.execute(f"GRANT CREATE ON TABLESPACE small TO {OWNER}")
            with working(tmp_path, DATABASE_URL=server.address()) as team:
                yield disk, team


def test_a_full_disk_is_said_and_all_goes_on_when_there_is_room(disk_and_team):
    disk, team = disk_and_team
    shop = Troubled(team)
    made = shop.release()
    disk.fill()
    try:
        assert shop.NOT_DONE in shop.told(made)
        shop.not_ready("has no room on its disk. Free space there")
        assert shop.asked("/readyz").status_code == 503, "it stays so until a write goes well"
    finally:
        disk.clear()
    shop.ready()
    shop.approve(made)
    shop.ended(made)
    shop.logged_once("database in trouble", "no room on its disk")
    shop.logged_once("database well again")
