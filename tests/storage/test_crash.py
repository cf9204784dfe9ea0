from __future__ import annotations

import subprocess
import sys

import pytest

from orchestration.values import DraftId
from storage import open_database

CRASH = """
import asyncio, os, sys
from storage import open_database
from tests.storage.building import SettableClock, draft
from orchestration.effects.process import DraftProcess
url, when = sys.argv[1:]

def observer(at, what, name):
    if (at, what, name) == (when, "commit", "ask for a draft"):
        os._exit(86)

def work(tx):
    tx.drafts.add(draft())
    tx.owed.owe([DraftProcess(draft_id=draft().id)], at=draft().created_at)

database = open_database(url, clock=SettableClock(), observer=observer)
asyncio.run(database.transact(work, name="ask for a draft"))
"""


@pytest.mark.crash
@pytest.mark.parametrize(("when", "kept"), [("before", False), ("after", True)])
async def test_a_crash_at_the_commit_keeps_all_or_nothing(migrated, clock, when, kept):
    crashed = subprocess.run([sys.executable, "-c", CRASH, migrated, when], check=False)
    assert crashed.returncode == 86
    database = open_database(migrated, clock=clock)
    found = await database.read(lambda tx: tx.drafts.find(DraftId("dr_1")))
    owed = await database.read(lambda tx: tx.owed.rows())
    database.close()
    assert (found is not None, len(owed) == 1) == (kept, kept)
