"""What went live: an activity that `marks: live` and has just succeeded."""

from __future__ import annotations

from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.values import ActivityRef

_DONE = ActivityStatus.SUCCEEDED


def went_live(before: ProcessExecution, after: ProcessExecution) -> tuple[ActivityRef, ...]:
    """Of what changed, once for each attempt; what was skipped or ignored put nothing anywhere."""
    activities = after.plan.activities
    return tuple(
        ref
        for ref in sorted(after.changed)
        if activities[ref].marks == "live"
        and after.activity(ref).status is _DONE
        and (
            before.activity(ref).status is not _DONE
            or before.activity(ref).attempt < after.activity(ref).attempt
        )
    )


def where_live(execution: ProcessExecution, ref: ActivityRef) -> tuple[tuple[str, ...], str]:
    """The services it put there, by default what the process is called; and the environment.

    The environment is the activity's own, or the only one of its process; empty where neither says.
    """
    process = execution.plan.process
    only = process.environments[0] if len(process.environments) == 1 else ""
    environment = execution.plan.activities[ref].environment or only
    return process.services or (process.name,), environment
