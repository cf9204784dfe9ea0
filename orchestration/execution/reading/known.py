"""What a pipeline is told unasked: outputs so far, and the inputs of the release itself."""

from __future__ import annotations

from orchestration.execution.reading.given import facts_in
from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.expressions import SecretRef
from orchestration.processes.inputs import InputType
from orchestration.releases.model import Release


def values_known(release: Release, execution: ProcessExecution) -> dict[str, str | SecretRef]:
    """What a pipeline's inputs are filled from, by name, where the process runs it itself.

    The outputs of what has settled, latest last; over them the release's own inputs, then its
    `version` and `release` (the reference).
    """
    specs = execution.plan.version.process.inputs
    inputs = facts_in(release, execution).inputs
    secret = {each.name for each in specs if each.type is InputType.SECRET}
    return {
        **{name: each.value for name, each in execution.outputs.items()},
        **{n: SecretRef(value) if n in secret else value for n, value in inputs.items()},
        **told_to_all(release),
    }


def told_to_all(release: Release) -> dict[str, str | SecretRef]:
    """Of the release itself: all that one run by an activity of the store is told unasked."""
    return {"version": release.version, "release": release.reference}
