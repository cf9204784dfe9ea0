"""PostgreSQL alone: what only several programs on one database can show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import SqlDatabase, open_database
from tests.postgres.server import fresh_database
from tests.storage.building import SettableClock


class RealClock(SettableClock):
    """Jobs come due by the database's clock."""

    def now(self):
        from datetime import UTC, datetime

        return datetime.now(UTC)


@pytest.fixture
def empty() -> Iterator[str]:
    with fresh_database(migrated=False) as url:
        yield url


@pytest.fixture
def migrated() -> Iterator[str]:
    with fresh_database(migrated=True) as url:
        yield url


@pytest.fixture
def clock() -> RealClock:
    return RealClock()


@pytest.fixture
def replicas(migrated: str, clock: RealClock) -> Iterator[list[SqlDatabase]]:
    """The same database, opened by two."""
    opened = [open_database(migrated, clock=clock) for _ in range(2)]
    yield opened
    for each in opened:
        each.close()
