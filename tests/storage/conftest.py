"""A migrated database of one test's own, on each kind that Drumbeat supports."""

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
def url(request: pytest.FixtureRequest, tmp_path) -> Iterator[str]:
    if request.param == "postgresql":
        with fresh_database(migrated=True) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path}/drumbeat.db"


@pytest.fixture
def migrated(url: str) -> str:
    migrate(url, lambda _line: None)
    return url


@pytest.fixture
def database(migrated: str, clock: SettableClock) -> Iterator[SqlDatabase]:
    database = open_database(migrated, clock=clock)
    yield database
    database.close()
