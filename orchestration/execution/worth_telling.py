"""What those who watch a release are told: it ended, is paused, on hold, or waits for somebody."""

from __future__ import annotations

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.values import ActivityRef


def worth_telling(before: ProcessExecution, after: ProcessExecution) -> str:
    """What happened, once for each time it does; empty where nothing did.

    Of a process inside a release only what waits for somebody: the rest is its parent's to tell.
    """
    occasion = _occasion(before, after)
    if after.parent is None:
        return occasion
    return f"{after.id}.{occasion}" if occasion.startswith(("hold.", "waits.")) else ""


def _occasion(before: ProcessExecution, after: ProcessExecution) -> str:
    """Waiting is told when it begins: not again where it waits for somebody already.

    Whatever is on hold is told each time.
    """
    if after.status.ended:
        return "" if before.status.ended else "ended"
    if after.paused and not before.paused:
        return f"paused.{len(after.pauses)}"
    if after.frozen and not before.frozen:
        return f"frozen.{len(after.freezes)}"
    newly = [ref for ref in sorted(after.changed) if _is_stopped(after, ref, before)]
    held = [each for each in newly if after.activity(each).status is ActivityStatus.ON_HOLD]
    if held:
        return f"hold.{held[0]}.{after.activity(held[0]).attempt}"
    if newly and not waits(before):
        return f"waits.{newly[0]}.{after.activity(newly[0]).attempt}"
    return ""


def waits(execution: ProcessExecution) -> bool:
    """True while anything waits for a person."""
    tallies = (execution.tally(each) for each in execution.plan.phase_activities)
    return any(each.waiting or each.on_hold for each in tallies)


def _is_stopped(after: ProcessExecution, ref: ActivityRef, before: ProcessExecution) -> bool:
    """True for what began to wait for people, or went on hold, just now."""
    was, now = before.activity(ref), after.activity(ref)
    again = now.attempt > was.attempt or now.status is not was.status
    return again and now.status in _STOPPED


_STOPPED = frozenset({ActivityStatus.ON_HOLD, ActivityStatus.WAITING_FOR_INPUT})
