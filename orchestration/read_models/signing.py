"""What somebody can sign in a release: what is asked of them now, and what will be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import WorkKind
from orchestration.execution.tasks.early import to_be_asked
from orchestration.execution.tasks.withdrawing import not_reached
from orchestration.read_models.cards import EarlyLine
from orchestration.read_models.nesting import Children
from orchestration.values import UserId


class Signable(NamedTuple):
    """A sign-off that is open, or one that is still to come."""

    execution: ProcessExecution
    task: ManualTask

    def asks(self, person: UserId) -> bool:
        """Also where they have signed it, which they can take back."""
        return person in self.task.people


def signable(execution: ProcessExecution, children: Children, at: datetime) -> list[Signable]:
    """Of the release and what runs inside it: open ones first, each in its process's order."""
    each = [x for one in (execution, *children.values()) for x in _in_order(one, at)]
    return sorted(each, key=lambda one: not one.task.open)


def _in_order(execution: ProcessExecution, at: datetime) -> Iterator[Signable]:
    if execution.status.ended:
        return
    for ref in execution.plan.activities:
        there = (x for x in execution.tasks_of(ref) if x.open and x.kind is WorkKind.SIGN_OFF)
        for task in (*there, *to_be_asked(execution, ref, at)):
            yield Signable(execution, task)


def signed_early(execution: ProcessExecution, children: Children) -> tuple[EarlyLine, ...]:
    """What counts once its activity is reached."""
    found = []
    for one in (execution, *children.values()):
        place = one.plan.place
        to_come = [x for x in one.tasks.values() if not_reached(one, x) and x.verdicts]
        for task in sorted(to_come, key=lambda each: place[each.ref]):
            name = one.plan.activities[task.ref].name
            people = tuple(each.by for each in task.verdicts)
            found.append(EarlyLine(name=name, people=people))
    return tuple(found)
