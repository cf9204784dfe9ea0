"""What keeps a release from beginning anything new: a pause, or freezes; and the end of either."""

from __future__ import annotations

from orchestration.execution.events import ExecutionPaused, ExecutionResumed, HaltEvent
from orchestration.execution.flow.freezing import of_freeze
from orchestration.execution.flow.pausing import paused, resumed
from orchestration.execution.state.model import ProcessExecution


def halted(execution: ProcessExecution, event: HaltEvent) -> ProcessExecution:
    match event:
        case ExecutionPaused():
            return paused(execution, event)
        case ExecutionResumed():
            return resumed(execution, event)
        case _:
            return of_freeze(execution, event)
