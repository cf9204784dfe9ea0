"""Slack's budget: bursts pass, a short wait is waited, a long one is sent away with a time."""

import pytest

from bot.budget import RATES, LocalBudget, Rate
from orchestration.errors import Transient


class Now:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def spent(budget: LocalBudget, method: str = "chat.update") -> float | None:
    """None when the call may be made, otherwise the seconds after which to come back."""
    try:
        await budget.spend(method)
    except Transient as later:
        return later.retry_after.total_seconds()
    return None


async def test_a_burst_passes_and_the_next_call_is_told_when():
    budget = LocalBudget({"chat.update": Rate(6, 3)}, clock=Now())
    assert [await spent(budget) for _ in range(4)] == [None, None, None, pytest.approx(10)]


async def test_those_sent_away_are_told_different_times():
    budget = LocalBudget({"chat.update": Rate(6, 1)}, clock=Now())
    await spent(budget)
    assert [await spent(budget) for _ in range(3)] == [pytest.approx(n) for n in (10, 20, 30)]


async def test_the_budget_comes_back_with_time():
    now = Now()
    budget = LocalBudget({"chat.update": Rate(6, 1)}, clock=now)
    await spent(budget)
    now.seconds += 10
    assert await spent(budget) is None


async def test_in_any_minute_updates_stay_below_slacks_fifty():
    now = Now()
    budget = LocalBudget(clock=now, patience=0)
    allowed = 0
    while now.seconds < 160:
        allowed += await spent(budget) is None
        now.seconds += 0.1
    assert 40 <= allowed < 50
    assert RATES["chat.update"].per_minute == 40


async def test_a_blocked_method_waits_until_the_time_slack_named():
    now = Now()
    budget = LocalBudget(clock=now)
    budget.blocked("chat.update", 30)
    assert await spent(budget) == pytest.approx(30)
    assert await spent(budget, "chat.postMessage") is None
    now.seconds += 30
    assert await spent(budget) is None


async def test_a_short_wait_is_waited():
    budget = LocalBudget({"chat.update": Rate(6000, 1)})
    assert [await spent(budget) for _ in range(3)] == [None, None, None]
