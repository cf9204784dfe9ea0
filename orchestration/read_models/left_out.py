"""What of a release was skipped or is going to be, and why: a condition, or somebody's decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from orchestration.execution.state.activity_execution import ActivityExecution
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.model import phase_of
from orchestration.read_models.cards import SkippedLine
from orchestration.values import ActivityRef

MOST = 6
"""How many are told with the reasons people gave; the rest are counted."""


def skipped_lines(execution: ProcessExecution, texts: Mapping[str, str]) -> tuple[SkippedLine, ...]:
    """In the order of the process; a phase stands for all in it, where all is left out."""
    plan = execution.plan
    lines: dict[str, SkippedLine] = {}
    for activity in _left_out(execution):
        phase = phase_of(activity.ref)
        whole = _is_left_out_whole(execution, phase)
        name = plan.name_of(phase if whole else activity.ref)
        line = _line(activity, name, texts)
        lines.setdefault(f"{phase}/{line.reason}/{line.by}" if whole else activity.ref, line)
    return tuple(lines.values())


def reasons_wanted(execution: ProcessExecution) -> set[str]:
    """The texts that `skipped_lines` shows, of the first of them."""
    wanted: dict[str, None] = {}
    for activity in _left_out(execution):
        planned = activity.to_be_skipped
        wanted[planned.reason_id if planned else activity.reason_id] = None
        if len(wanted) > MOST:
            break
    return set(wanted) - {""}


def _left_out(execution: ProcessExecution) -> Iterator[ActivityExecution]:
    found = [
        each
        for each in execution.activities.values()
        if each.to_be_skipped or each.status is ActivityStatus.SKIPPED
    ]
    place = execution.plan.place
    yield from sorted(found, key=lambda each: place[each.ref])


def _is_left_out_whole(execution: ProcessExecution, phase: str) -> bool:
    return all(_is_left_out(execution, each) for each in execution.plan.phase_activities[phase])


def _is_left_out(execution: ProcessExecution, ref: ActivityRef) -> bool:
    activity = execution.activity(ref)
    return activity.status is ActivityStatus.SKIPPED or activity.to_be_skipped is not None


def _line(activity: ActivityExecution, name: str, texts: Mapping[str, str]) -> SkippedLine:
    planned = activity.to_be_skipped
    if planned is not None:
        said = texts.get(planned.reason_id, "")
        return SkippedLine(name=name, reason=said, by=planned.by, planned=True)
    if activity.decided_by is None:
        return SkippedLine(name=name, reason=activity.reason)
    said = texts.get(activity.reason_id, "")
    return SkippedLine(name=name, reason=said, by=activity.decided_by)
