"""A database of one test's own."""

import pytest

from storage import migrate, open_database
from tests.storage.building import SettableClock


@pytest.fixture
def clock():
    return SettableClock()


@pytest.fixture
def database(tmp_path, clock):
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _line: None)
    made = open_database(url, clock=clock)
    yield made
    made.close()
