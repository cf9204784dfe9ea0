"""What evidence owes: each file that was given is copied, once."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.effects.evidence import CopyEvidence
from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution


def of_evidence(
    after: ProcessExecution, was: ManualTask | None, now: ManualTask
) -> Iterator[CopyEvidence]:
    if was is not None and now.evidence is was.evidence:
        return
    known = {each.id for each in was.evidence} if was else set[str]()
    for each in now.evidence:
        if each.awaited and each.id not in known:
            yield CopyEvidence(execution_id=after.id, task_id=now.id, id=each.id)
