"""What lies in a release's thread waits for its message, ever less often."""

from datetime import UTC, datetime, timedelta

import pytest

from orchestration.effects import ShowHome
from orchestration.handlers.showing import after_its_message
from orchestration.ports import Claim
from orchestration.values import UserId

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(("waited", "wait"), [(0, 0.2), (10, 2), (600, 30), (86_400, 30)])
def test_a_message_that_is_stuck_is_not_asked_for_five_times_a_second(waited, wait):
    claim = Claim(
        id=1,
        effect=ShowHome(user_id=UserId("U1")),
        tries=1,
        wanted=1,
        owed_at=NOON - timedelta(seconds=waited),
        first_tried_at=NOON,
        claimed_by="worker",
    )
    refusal = after_its_message(claim, NOON)
    assert refusal.retry_after == timedelta(seconds=wait)
    assert refusal.untried
