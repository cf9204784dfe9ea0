"""An office of one test's own."""

from collections.abc import Iterator

import pytest

from storage import migrate, open_database
from tests.people.office import Office
from tests.storage.building import SettableClock


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _line: None)
    database = open_database(url, clock=SettableClock())
    yield Office(database)
    database.close()
