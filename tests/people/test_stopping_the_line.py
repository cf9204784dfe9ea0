"""Any full member stops the line in the release's channel; to go on takes the right to operate."""

import pytest

from orchestration.errors import Rejected
from orchestration.people.model import Person
from orchestration.releases.model import ReleaseStatus
from orchestration.releases.naming import execution_of
from orchestration.values import ChannelId, UserId
from tests.people.office import ADMIN, HERE, NOTES, STRANGER, ready
from tests.storage.building import NOON

ELSEWHERE = ChannelId("C0SOMEWHERE")
GUEST, LEFT, NEW = UserId("U00GUEST01"), UserId("U000LEFT01"), UserId("U0000NEW01")


@pytest.fixture
async def running(office):
    await ready(office)
    others = [
        Person(id=GUEST, name="guest", outsider=True),
        Person(id=LEFT, name="left", deactivated=True),
    ]
    await office.database.transact(lambda tx: tx.directory.save_people(others, at=NOON))
    return await office.release(now=True)


def now(office, release):
    return office.database.read(lambda tx: tx.releases.get(release.id).status)


async def test_any_full_member_stops_the_line_in_its_channel(office, running):
    await office.control.stop_the_line(running.id, by=STRANGER, reason="canary", where=HERE)
    assert await now(office, running) is ReleaseStatus.PAUSED
    entries = await office.database.read(lambda tx: tx.audit.entries([execution_of(running.id)]))
    assert (entries[-1].action, entries[-1].through) == ("line stopped", "member of the channel")


@pytest.mark.parametrize("who", [GUEST, LEFT, NEW])
async def test_guests_people_who_left_and_unknown_ones_do_not(office, running, who):
    with pytest.raises(Rejected, match="every full member"):
        await office.control.stop_the_line(running.id, by=who, reason="canary", where=HERE)


async def test_from_elsewhere_it_takes_the_right_to_operate(office, running):
    with pytest.raises(Rejected, match="So can you, and everybody else, in the channel"):
        await office.control.stop_the_line(running.id, by=STRANGER, reason="x", where=ELSEWHERE)
    await office.control.stop_the_line(running.id, by=ADMIN, reason="x", where=ELSEWHERE)
    assert await now(office, running) is ReleaseStatus.PAUSED


async def test_who_stopped_the_line_does_not_let_it_go_on(office, running):
    await office.control.stop_the_line(running.id, by=STRANGER, reason="canary", where=HERE)
    with pytest.raises(Rejected, match="You cannot resume"):
        await office.control.resume(running.id, by=STRANGER)
    await office.control.resume(running.id, by=ADMIN)
    assert await now(office, running) is ReleaseStatus.RUNNING


async def test_a_second_one_is_told_who_was_first_and_when(office, running):
    await office.control.stop_the_line(running.id, by=STRANGER, reason="canary", where=HERE)
    with pytest.raises(Rejected, match=r"paused already: \{@U0STRANGER\} stopped its line at"):
        await office.control.pause(running.id, by=ADMIN, reason="me too")
    await office.control.resume(running.id, by=ADMIN)
    with pytest.raises(Rejected, match=r"not paused any more: \{@U0ADMIN001\} resumed it"):
        await office.control.resume(running.id, by=ADMIN)


async def test_it_takes_a_reason(office, running):
    with pytest.raises(Rejected, match="say why"):
        await office.control.stop_the_line(running.id, by=STRANGER, reason=" ", where=HERE)


async def test_what_has_not_started_or_has_ended_is_not_paused(office, running):
    planned = await office.release()
    with pytest.raises(Rejected, match="has not started yet"):
        await office.control.pause(planned.id, by=ADMIN, reason="x")
    await office.executions.abort(running.id, by=ADMIN, reason="x")
    with pytest.raises(Rejected, match="has ended already"):
        await office.control.pause(running.id, by=ADMIN, reason="x")


async def test_a_paused_release_waits_and_is_loaded_as_paused(office, running):
    await office.control.pause(running.id, by=ADMIN, reason="db team")
    [line] = await office.database.read(lambda tx: tx.releases.unfinished())
    assert line.status is ReleaseStatus.PAUSED
    execution = await office.database.read(lambda tx: tx.executions.get(execution_of(running.id)))
    assert execution.paused is not None
    assert execution.paused.by == ADMIN
    assert execution.activity(NOTES).attempt == 1
