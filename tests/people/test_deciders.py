"""What is on hold is decided by every one of its buttons by the same people."""

from datetime import timedelta
from pathlib import Path

import pytest

from orchestration.errors import Rejected
from orchestration.execution.decisions.retry_service import RetryService
from orchestration.execution.decisions.snoozing import SnoozeService
from orchestration.people.rights import Administrators
from orchestration.pipelines.catalogue import FilePipelineCatalogue
from orchestration.processes.model import Activity, ActivityType, Phase
from orchestration.releases.naming import execution_of
from orchestration.values import ActivityRef, TaskId
from tests.people.office import ADMIN, MEMBER, NOON, OWNER, SHOP, STRANGER, WEB, may, ready

HELD = ActivityRef("go.held")


async def held(office):
    """A release of the process in which something of MEMBER's is on hold; where it is."""
    activity = Activity(id="held", name="Held", type=ActivityType.AUTOMATED, owner=MEMBER)
    process = WEB.model_copy(
        update={"phases": (Phase(id="go", name="Go", activities=(activity,)),)}
    )
    await office.database.transact(lambda tx: tx.processes.publish(process, by=ADMIN, at=NOON))
    running = await office.release(by=OWNER, now=True)
    execution = execution_of(running.id)
    task = TaskId(f"{execution}/go.held/by-hand")
    await office.executions.failed(task, 1, by=MEMBER, reason="It broke.")
    return execution, HELD, 1


async def retries(office, by):
    await office.executions.retry(*await held(office), by=by)


async def retries_with_inputs(office, by):
    catalogue = FilePipelineCatalogue((), Path("runs"))
    service = RetryService(office.database, office.clock, catalogue, Administrators([ADMIN]))
    await service.retry(*await held(office), by=by, inputs={})


async def retries_with_a_process(office, by):
    await office.standing_in.retry(*await held(office), (SHOP, 1), {}, by=by)


async def ignores(office, by):
    await office.executions.ignore(*await held(office), by=by, reason="late")


async def skips(office, by):
    await office.skips.skip(*await held(office), by=by, reason="late")


BUTTONS = (retries, retries_with_inputs, retries_with_a_process, ignores, skips)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.__name__)
async def test_whoever_owns_what_is_on_hold_decides_it_without_a_right(office, button):
    office = await ready(office)
    assert await may(office, button, MEMBER), "owns the activity"
    assert await may(office, button, OWNER), "owns the release, and the process"
    assert await may(office, button, ADMIN)
    assert not await may(office, button, STRANGER)


async def test_owning_an_activity_gives_no_right_to_skip_it_before_it_is_on_hold(office):
    office = await ready(office)

    async def skips_what_waits(office, by):
        execution, ref, _ = await held(office)
        await office.executions.retry(execution, ref, 1, by=ADMIN)
        await office.skips.skip(execution, ref, 2, by=by, reason="late")

    assert not await may(office, skips_what_waits, MEMBER)
    assert await may(office, skips_what_waits, ADMIN)


async def test_only_whoever_is_asked_about_a_hold_is_reminded_of_it_later(office):
    office = await ready(office)
    later = office.clock.now() + timedelta(hours=1)
    snoozes = SnoozeService(office.database, office.clock, Administrators([ADMIN]))
    for by in (OWNER, ADMIN, STRANGER):
        with pytest.raises(Rejected, match="asked of somebody else"):
            await snoozes.of_hold(*await held(office), by=by, until=later)
    await snoozes.of_hold(*await held(office), by=MEMBER, until=later)
