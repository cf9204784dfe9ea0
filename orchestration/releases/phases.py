"""A phase of a release, by what people call it."""

from __future__ import annotations

from orchestration.execution.state.model import ProcessExecution
from orchestration.ports import Transaction
from orchestration.processes.model import Phase
from orchestration.releases.model import Release
from orchestration.values import name_key


def phase_named(
    tx: Transaction, release: Release, execution: ProcessExecution | None, named: str | None
) -> Phase | None:
    """By its id or its name, in any case."""
    if named is None:
        return None
    process = (
        execution.plan.version.process
        if execution
        else tx.processes.version(release.process_id, release.process_version).process
    )
    by_id = process.phases_by_id.get(named)
    wanted = name_key(named)
    return by_id or next((x for x in process.phases if name_key(x.name) == wanted), None)
