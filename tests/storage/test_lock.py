from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from orchestration.errors import Permanent, Transient
from storage import lock_file, open_database
from tests.storage.building import draft

HOLD = """
import sys
from contextlib import closing
from storage import lock_file
with lock_file(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def url(tmp_path) -> str:
    """These rules are SQLite's alone."""
    return f"sqlite:///{tmp_path}/drumbeat.db"


@pytest.fixture
def other_process(migrated):
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, migrated],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert held.stdout.readline() == "held\n"
    yield held
    held.kill()
    held.communicate()


def test_a_second_server_on_the_same_file_is_refused_and_told_who_serves(migrated, other_process):
    refused = pytest.raises(Permanent, match=f"process {other_process.pid}\\) already serves")
    with refused, lock_file(migrated):
        pass


async def test_the_command_line_may_write_while_a_server_runs(migrated, other_process, clock):
    database = open_database(migrated, clock=clock)
    assert await database.transact(lambda tx: tx.drafts.add(draft()))
    database.close()


def test_a_killed_server_leaves_the_file_free(migrated, other_process):
    other_process.kill()
    other_process.wait()
    with lock_file(migrated) as path:
        assert path.read_text() == str(os.getpid())


def test_a_server_that_ended_leaves_the_file_free(migrated):
    for _ in range(2):
        with lock_file(migrated):
            pass


async def test_a_database_that_another_program_keeps_busy_is_tried_later(migrated, clock):
    database = open_database(migrated, clock=clock)
    with closing(sqlite3.connect(migrated.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Transient, match="another program"):
            await database.transact(lambda tx: tx.drafts.add(draft()))
        assert await database.read(lambda tx: tx.releases.unfinished()) == []
    assert await database.transact(lambda tx: tx.drafts.add(draft()))
    database.close()
