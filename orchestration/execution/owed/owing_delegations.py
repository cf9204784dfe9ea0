"""What a delegation owes: that it ends when its date has come."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects import WakeUp
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution


def of_delegations(
    after: ProcessExecution, was: ManualTask | None, now: ManualTask
) -> Iterator[WakeUp]:
    if was is None or was.stand_ins is now.stand_ins:
        return
    for each in now.stand_ins:
        if each.until is not None and each not in was.stand_ins:
            yield WakeUp(
                execution_id=after.id,
                ref=now.ref,
                attempt=now.round,
                task_id=now.id,
                due_at=each.until,
                deadline_at=each.until,
                of="delegation",
            )
