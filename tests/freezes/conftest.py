"""A database of one test's own."""

from collections.abc import Iterator

import pytest

from storage import SqlDatabase, migrate, open_database
from tests.storage.building import SettableClock


@pytest.fixture
def database(tmp_path) -> Iterator[SqlDatabase]:
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _line: None)
    database = open_database(url, clock=SettableClock())
    yield database
    database.close()
