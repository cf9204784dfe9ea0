"""Whose a release is: handed over, its owner's open tasks go with it."""

from __future__ import annotations

from orchestration.execution.events import OwnerChanged
from orchestration.execution.state.acting import Acting
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.tasks import asked_again, holds_asked_again
from orchestration.replacing import replace


def owner_changed(execution: ProcessExecution, event: OwnerChanged) -> ProcessExecution:
    if (event.owner, event.backup) == (execution.owner, execution.backup):
        return execution
    both = (event.owner, event.backup) if event.backup else (event.owner,)
    known = execution.with_acting(Acting({e: (e,) for e in both}, event.away, frozenset()))
    execution = replace(known, owner=event.owner, backup=event.backup)
    for task in tuple(execution.tasks.values()):
        if task.open:
            execution = asked_again(execution, task, event.at)
    return holds_asked_again(execution)
