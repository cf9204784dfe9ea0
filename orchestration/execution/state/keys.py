"""Our names for one task and for one run: made of where they belong, and told apart by it."""

from __future__ import annotations

from hashlib import blake2b

from orchestration.values import ActivityRef, ExecutionId, TaskId


def task_id(execution_id: ExecutionId, ref: ActivityRef, spec_id: str) -> TaskId:
    return TaskId(f"{execution_id}/{ref}/{spec_id}")


def child_id(execution_id: ExecutionId, ref: ActivityRef, attempt: int | str) -> ExecutionId:
    """The execution that an attempt runs: of the same release, and as short at any depth."""
    release = execution_id.rpartition("-")[0] or execution_id
    made_of = f"{execution_id}/{ref}/{attempt}".encode()
    return ExecutionId(f"{release}-{blake2b(made_of, digest_size=8).hexdigest()}")


def started_id(execution_id: ExecutionId, key: str) -> ExecutionId:
    """The execution of a process that somebody started from a task; `key` is the door's."""
    return child_id(execution_id, ActivityRef("~started"), key)


def run_key(execution_id: ExecutionId, ref: ActivityRef, attempt: int) -> str:
    """Our key of one run, safe in a path: it begins with the execution and ends in `.attempt`."""
    return f"{execution_id}.{ref}.{attempt}"


def place_of_run(key: str) -> tuple[ExecutionId, ActivityRef, int] | None:
    """What `run_key` was made of; None for what cannot be a key of ours."""
    parts = key.rsplit(".", 3)
    if len(parts) != 4 or not all(parts) or not (parts[3].isascii() and parts[3].isdigit()):
        return None
    return ExecutionId(parts[0]), ActivityRef(f"{parts[1]}.{parts[2]}"), int(parts[3][:9])
