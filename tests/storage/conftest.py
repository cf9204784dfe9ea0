"""A migrated SQLite file of one test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import SqlDatabase, migrate, open_database
from tests.storage.building import SettableClock


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/drumbeat.db"


@pytest.fixture
def migrated(url: str) -> str:
    migrate(url, lambda _line: None)
    return url


@pytest.fixture
def database(migrated: str, clock: SettableClock) -> Iterator[SqlDatabase]:
    database = open_database(migrated, clock=clock)
    yield database
    database.close()
