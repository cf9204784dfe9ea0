"""Processes inside a release: where each runs, and what of it is under way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.releases.model import Release
from orchestration.values import ActivityRef, ExecutionId

Children = Mapping[ExecutionId, ProcessExecution]
"""What runs inside an execution now, at any depth."""
NONE_INSIDE: Children = {}
_ORDER = {
    ActivityStatus.ON_HOLD: 0,
    ActivityStatus.WAITING_FOR_INPUT: 1,
    ActivityStatus.RUNNING: 2,
    ActivityStatus.QUEUED: 3,
}


class UnderWay(NamedTuple):
    """An activity that has begun and not ended, and the execution it belongs to."""

    execution: ProcessExecution
    ref: ActivityRef
    child: ProcessExecution | None = None
    """The process that it runs."""

    @property
    def depth(self) -> int:
        return self.execution.parent.depth if self.execution.parent else 0

    @property
    def name(self) -> str:
        return self.execution.plan.activities[self.ref].name

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the activities it is inside of, then its own."""
        above = self.execution.parent.path if self.execution.parent else ()
        return (*above, self.name)


def title_within(release: Release, execution: ProcessExecution, *, ended_by: int = 0) -> str:
    """`WEB-12 Web 4.2 › Roll out EU`: the release, and where in it a process runs.

    Of what a redo put an end to, the candidate before: `ended_by` is the one that it made.
    """
    path = execution.parent.path if execution.parent else ()
    candidate = ended_by - 1 if ended_by else release.candidate
    return " › ".join((release.title_as(candidate), *path))


def under_way(execution: ProcessExecution, children: Children = NONE_INSIDE) -> list[UnderWay]:
    """What waits for people and what is on hold first; what runs inside an activity follows it."""
    blocks = [_block(execution, each.ref, children) for each in _active(execution)]
    place = execution.plan.place
    blocks.sort(key=lambda block: (_urgency(block), place[block[0].ref]))
    return [each for block in blocks for each in block]


def at_work(execution: ProcessExecution, children: Children) -> list[UnderWay]:
    """The same without the activities that only run others, in the order of what needs a word."""
    found = under_way(execution, children)
    leaves = [each for each in found if each.child is None or not _has_active(each.child)]
    return sorted(leaves, key=_rank)


def inside(execution: ProcessExecution) -> list[ExecutionId]:
    """The children that run now."""
    return [child for each in execution.activities.values() for child in each.inside]


def _active(execution: ProcessExecution) -> list[UnderWay]:
    found = (each.ref for each in execution.activities.values() if each.status.active)
    return [UnderWay(execution, ref) for ref in found]


def _has_active(execution: ProcessExecution) -> bool:
    return any(execution.tally(each).active for each in execution.plan.phase_activities)


def _block(execution: ProcessExecution, ref: ActivityRef, children: Children) -> list[UnderWay]:
    activity = execution.activity(ref)
    child = children.get(activity.child) if activity.child and activity.runs else None
    run = [children[each] for each in activity.inside if each in children]
    below = [each for one in run for each in under_way(one, children)]
    return [UnderWay(execution, ref, child), *below]


def _urgency(block: list[UnderWay]) -> int:
    return min(_rank(each) for each in block)


def _rank(each: UnderWay) -> int:
    return _ORDER[each.execution.activity(each.ref).status]
