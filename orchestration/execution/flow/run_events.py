"""What an event of one run does: each story has a file of its own."""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.events import PipelineRunReported, RunAdopted, RunAsked, RunEvent
from orchestration.execution.flow.outcomes import adopted, reported
from orchestration.execution.flow.undo_window import run_asked
from orchestration.execution.state.model import ProcessExecution


def of_run(execution: ProcessExecution, event: RunEvent) -> ProcessExecution:
    match event:
        case PipelineRunReported():
            return reported(execution, event)
        case RunAsked():
            return run_asked(execution, event)
        case RunAdopted():
            return adopted(execution, event)
        case _:
            assert_never(event)
