"""What a sign-off rests on: what is approved, and how the work before it ended.

A verdict is about these values. One of them changes before the gate opens: the verdict is voided.
"""

from __future__ import annotations

from collections.abc import Mapping

from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.processes.model import phase_of
from orchestration.values import ActivityRef, plain_line

Ground = Mapping[str, str]
"""What each thing is called, and what it was."""


def ground_of(execution: ProcessExecution, task: ManualTask) -> Ground:
    """Of the work before it only what has settled: more of that is no change."""
    facts = execution.facts
    return {
        "the release": facts.reference,
        "the version": facts.version,
        "the candidate": f"rc {execution.candidate}",
        **{f"the input {name}": value for name, value in sorted(facts.inputs.items())},
        "what is asked": task.name,
        "the instructions": task.instructions,
        **{
            f"“{execution.plan.activities[ref].name}”": result_of(execution, ref)
            for ref in work_before(execution, task.ref)
            if execution.activity(ref).status.settled
        },
    }


def difference(before: Ground, after: Ground) -> str:
    """The first value of `before` that is another now, in words; empty where all are as they were.

    `the version is 4.3 now, and was 4.2`
    """
    for name, was in before.items():
        now = after.get(name)
        if now is None:
            return f"{name} is being done anew"
        if now != was:
            short = len(now) + len(was) <= _LONGEST
            return (
                f"{name} is {_value(now)} now, and was {_value(was)}"
                if short
                else (f"{name} is another now")
            )
    return ""


_LONGEST = 200


def _value(said: str) -> str:
    return plain_line(said, _LONGEST) or "empty"


def work_before(execution: ProcessExecution, ref: ActivityRef) -> list[ActivityRef]:
    """What an activity waits for: its own dependencies, and all of the phases before its phase."""
    phase = phase_of(ref)
    before = [*execution.plan.predecessors[ref]]
    if ref in execution.plan.entries[phase]:
        for earlier in execution.plan.phase_predecessors[phase]:
            before.extend(execution.plan.phase_activities[earlier])
    return list(dict.fromkeys(before))


def result_of(execution: ProcessExecution, ref: ActivityRef) -> str:
    """How it ended, with its outputs: `succeeded: digest sha256:4f1c`."""
    activity = execution.activity(ref)
    status = activity.status.value.replace("_", " ")
    if went_on_without(execution, ref):
        optional = execution.plan.is_optional(ref) and activity.decided_by is None
        status = "failed, and is optional" if optional else "failed and was ignored"
    if activity.status is ActivityStatus.SKIPPED and activity.reason:
        status += f", {activity.reason}"
    outputs = ", ".join(f"{key} {value}" for key, value in sorted(activity.outputs.items()))
    return status + (f": {outputs}" if outputs else "")


def went_on_without(execution: ProcessExecution, ref: ActivityRef) -> bool:
    return execution.activity(ref).status is ActivityStatus.IGNORED
