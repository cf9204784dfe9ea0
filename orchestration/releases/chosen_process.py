"""A process that a person chooses to run inside a release: whether it can, and what it is told."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration import words
from orchestration.errors import Permanent, Rejected
from orchestration.execution.flow.child import objection_to_process
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.rights import Administrators, seen_by
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Transaction
from orchestration.processes.checking import problems_of_version
from orchestration.processes.history import refuse_archived
from orchestration.processes.model import ProcessVersion
from orchestration.releases.subprocesses import inputs_for
from orchestration.values import ProcessId, UserId

_MOST_PROBLEMS = 3


def demand_seen(
    tx: Transaction, administrators: Administrators, by: UserId, process_id: ProcessId
) -> ProcessVersion:
    """The latest version of what this person may look at."""
    if not seen_by(tx, administrators, by)(process_id):
        raise Rejected("There is no such process. `/release processes` lists them.")
    return tx.processes.latest(process_id)


def demand_fit(
    tx: Transaction,
    execution: ProcessExecution,
    version: ProcessVersion,
    catalogue: PipelineCatalogue,
) -> None:
    process = version.process
    refuse_archived(tx, process.id)
    name = words.quote(process.name, 60)
    if against := objection_to_process(execution, process.id):
        raise Rejected(f"“{name}” cannot run here: {against}.")
    problems = [str(each) for each in problems_of_version(tx, version, catalogue)]
    if problems:
        rows = "\n".join(f"• {each}" for each in problems[:_MOST_PROBLEMS])
        raise Rejected(f"“{name}” cannot run yet:\n{rows}")


def told_inside(
    tx: Transaction,
    execution: ProcessExecution,
    version: ProcessVersion,
    inputs: Mapping[str, str],
) -> dict[str, str]:
    """What was typed, and the release's version, which nobody types twice."""
    said = execution.facts.version
    known = {each.name: said for each in version.process.inputs if each.is_version and said}
    given = {**known, **inputs}
    try:
        inputs_for(tx, execution, version, dict(given))
    except Permanent as error:
        raise Rejected(f"{error.reason}.") from error
    return given
