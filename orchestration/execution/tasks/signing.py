"""What is said of a sign-off: a verdict given, withdrawn, or undone."""

from __future__ import annotations

from typing import assert_never

from orchestration.execution.events import (
    ApprovalUndone,
    SignedEarly,
    SignOffEvent,
    SignOffWithdrawn,
    TaskSignedOff,
)
from orchestration.execution.flow.undoing import undone
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.early import signed_early
from orchestration.execution.tasks.tasks import signed_off
from orchestration.execution.tasks.withdrawing import withdrawn


def said_of_sign_off(execution: ProcessExecution, event: SignOffEvent) -> ProcessExecution:
    match event:
        case TaskSignedOff():
            return signed_off(execution, event)
        case SignedEarly():
            return signed_early(execution, event)
        case SignOffWithdrawn():
            return withdrawn(execution, event)
        case ApprovalUndone():
            return undone(execution, event)
        case _:
            assert_never(event)
