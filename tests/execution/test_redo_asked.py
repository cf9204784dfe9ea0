"""Asking for a redo: what is refused, in words that say what to do."""

import pytest

from orchestration.errors import Rejected
from orchestration.values import ActivityRef
from storage import migrate, open_database
from tests.people.office import ADMIN, NOTES, Office, ready
from tests.storage.building import SettableClock


@pytest.fixture
async def office(tmp_path):
    url = f"sqlite:///{tmp_path}/drumbeat.db"
    migrate(url, lambda _line: None)
    database = open_database(url, clock=SettableClock())
    yield await ready(Office(database))
    database.close()


def redo(office, release, candidate=2, *, reason="wrong notes", ref=NOTES):
    return office.redos.redo(release.id, ref, candidate, by=ADMIN, reason=reason)


async def test_the_release_is_called_by_its_candidate_from_then_on(office):
    running = await office.release(now=True)
    assert running.title.endswith("Web 1")
    await redo(office, running)
    now = await office.database.read(lambda tx: tx.releases.get(running.id))
    assert now.candidate == 2
    assert now.title == f"{running.title} rc 2"


async def test_it_takes_a_reason(office):
    running = await office.release(now=True)
    with pytest.raises(Rejected, match="say why"):
        await redo(office, running, reason="  ")


async def test_the_second_of_two_who_ask_for_the_same_candidate_is_told_of_the_first(office):
    running = await office.release(now=True)
    await redo(office, running)
    with pytest.raises(Rejected, match=f"{ADMIN}.* had it redone from “Notes” .* rc 2 now"):
        await redo(office, running)
    await redo(office, running, candidate=3)


async def test_a_release_that_waits_to_start_has_nothing_to_redo(office):
    with pytest.raises(Rejected, match="has not started"):
        await redo(office, await office.release())


async def test_a_release_that_has_ended_is_not_redone(office):
    running = await office.release(now=True)
    await office.executions.abort(running.id, by=ADMIN, reason="no")
    with pytest.raises(Rejected, match="has ended"):
        await redo(office, running)


async def test_an_activity_that_is_not_in_the_process_is_refused_in_words(office):
    running = await office.release(now=True)
    with pytest.raises(Rejected, match="There is no"):
        await redo(office, running, ref=ActivityRef("go.elsewhere"))


async def test_the_audit_says_who_had_it_redone_from_where_and_why(office):
    running = await office.release(now=True)
    await redo(office, running)
    entries = await office.database.read(
        lambda tx: tx.audit.entries([tx.releases.get(running.id).execution_id])
    )
    assert (entries[-1].action, entries[-1].subject, entries[-1].actor) == (
        "redone from",
        NOTES,
        ADMIN,
    )
    assert (entries[-1].before, entries[-1].after) == ("waiting_for_input", "waiting_for_input")
