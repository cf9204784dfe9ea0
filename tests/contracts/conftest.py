"""Every database that Drumbeat supports, migrated and empty: the contracts are run on each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import SqlDatabase, migrate, open_database
from tests.postgres.server import fresh_database
from tests.storage.building import SettableClock


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path) -> Iterator[str]:
    if request.param == "postgresql":
        with fresh_database(migrated=True) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path}/drumbeat.db"


@pytest.fixture
def database(database_url: str, clock: SettableClock) -> Iterator[SqlDatabase]:
    migrate(database_url, lambda _line: None)
    database = open_database(database_url, clock=clock)
    yield database
    database.close()
