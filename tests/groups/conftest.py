"""Groups on a database of their own."""

from __future__ import annotations

import pytest

from storage import migrate, open_database
from tests.groups.building import Groups
from tests.storage.building import SettableClock


@pytest.fixture
async def groups(tmp_path):
    url, clock = f"sqlite:///{tmp_path}/drumbeat.db", SettableClock()
    migrate(url, lambda _line: None)
    database = open_database(url, clock=clock)
    there = Groups(database, clock)
    await there.begin()
    yield there
    database.close()
