"""Pausing: nothing new starts, what runs goes to its end, and what people say still counts.

What would have begun meanwhile is held back (`activation`, `holding_back`) and begins at resume.
"""

from __future__ import annotations

from orchestration.execution.events import ExecutionPaused, ExecutionResumed
from orchestration.execution.flow.going_on import gone_on
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.pause import Pause
from orchestration.replacing import replace


def paused(execution: ProcessExecution, event: ExecutionPaused) -> ProcessExecution:
    """A release that fails starts nothing anyhow, and cannot be paused."""
    if execution.paused or execution.failed_by or execution.started_at is None:
        return execution
    pause = Pause(
        at=event.at, by=event.by, reason_id=event.reason_id, line_stopped=event.line_stopped
    )
    return replace(execution, pauses=(*execution.pauses, pause))


def resumed(execution: ProcessExecution, event: ExecutionResumed) -> ProcessExecution:
    """Begin what was held back by a pause, or by freezes that are over."""
    over = [each for each in execution.frozen if each.over_at is not None]
    if execution.paused is None and not over:
        return execution
    if execution.paused is not None:
        ended = replace(execution.pauses[-1], resumed_at=event.at, resumed_by=event.by)
        execution = replace(execution, pauses=(*execution.pauses[:-1], ended))
    if over:
        freezes = tuple(
            replace(each, resumed_at=event.at, resumed_by=event.by, told=each.told + 1)
            if each in over
            else each
            for each in execution.freezes
        )
        execution = replace(execution, freezes=freezes)
    return gone_on(execution, event.at)
