"""Release groups on the command line: listed, and the next dates of one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bot.cli import app
from storage import migrate, open_database
from tests.groups.building import Groups
from tests.storage.building import SettableClock


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Runs `drumbeat groups …` on a database with one group."""
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _line: None)
    clock = SettableClock(datetime.now(UTC))
    database = open_database(url, clock=clock)
    groups = Groups(database, clock)
    asyncio.run(groups.begin())
    asyncio.run(groups.made())
    database.close()
    monkeypatch.setenv("DATABASE_URL", url)
    return lambda *arguments: CliRunner().invoke(app, ["groups", *arguments])


def test_every_group_is_listed_with_its_cadence(told):
    answer = told()
    assert answer.exit_code == 0
    assert "PAYM" in answer.stdout
    assert "every Tuesday" in answer.stdout


def test_the_next_dates_of_one_say_what_each_release_carries(told):
    first, *dates = told("payments", "--next", "4").stdout.splitlines()
    assert first == "Payments (PAYM): every Tuesday at 10:00 Europe/Berlin."
    assert len(dates) == 4
    assert all(each.strip().startswith("Tue ") for each in dates)
    assert "PAYM-1 Payments" in dates[0]
    assert "1.7.0" in dates[3]


def test_a_group_that_there_is_not_names_the_nearest(told):
    answer = told("paymnts")
    assert answer.exit_code == 1
    assert "There is “Payments”" in answer.stdout
