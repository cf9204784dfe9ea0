"""Ids of things that are made from one another."""

from __future__ import annotations

from orchestration.values import ActivityRef, ExecutionId, ReleaseId, TaskId


def execution_of(release_id: ReleaseId) -> ExecutionId:
    """The execution of a release's first run."""
    return ExecutionId(f"{release_id}-1")


def execution_of_task(task_id: TaskId) -> ExecutionId:
    return ExecutionId(task_id.split("/", 1)[0])


def place_of_task(task_id: TaskId) -> ActivityRef:
    """The activity that asks it."""
    return ActivityRef(task_id.split("/", 2)[1] if task_id.count("/") > 1 else "")


def release_of(execution_id: ExecutionId) -> ReleaseId:
    """The release that an execution is a run of."""
    return ReleaseId(execution_id.rpartition("-")[0])
