"""To leave out what was done already takes more than the right to start."""

import pytest

from orchestration.errors import Rejected
from orchestration.people.model import Right
from orchestration.releases.naming import execution_of
from orchestration.values import ActivityRef
from tests.people.office import ADMIN, MEMBER, NOTES, given, ready

GATE = ActivityRef("go.gate")


async def test_it_takes_the_right_to_operate_too(office):
    await ready(office)
    planned = await office.release()
    await given(office, Right.START)
    with pytest.raises(Rejected, match="You cannot leave anything out of WEB-1"):
        await office.releases.start_in_the_middle(planned.id, [NOTES], by=MEMBER, reason="done")
    await given(office, Right.START, Right.OPERATE)
    await office.releases.start_in_the_middle(planned.id, [NOTES], by=MEMBER, reason="done")
    execution = await office.database.read(lambda tx: tx.executions.get(execution_of(planned.id)))
    assert execution.activity(NOTES).decided_by == MEMBER


async def test_to_leave_out_a_sign_off_takes_the_right_to_override(office):
    await ready(office)
    planned = await office.release()
    await given(office, Right.START, Right.OPERATE)
    with pytest.raises(Rejected, match="You cannot leave “Gate” out of WEB-1"):
        await office.releases.start_in_the_middle(planned.id, [GATE], by=MEMBER, reason="signed")
    await office.releases.start_in_the_middle(planned.id, [GATE], by=ADMIN, reason="signed")


async def test_it_takes_a_reason_and_something_to_be_left(office):
    await ready(office)
    planned = await office.release()
    with pytest.raises(Rejected, match="say why"):
        await office.releases.start_in_the_middle(planned.id, [NOTES], by=ADMIN, reason="")
    with pytest.raises(Rejected, match="Nothing would be left to do"):
        await office.releases.start_in_the_middle(planned.id, [NOTES, GATE], by=ADMIN, reason="x")
