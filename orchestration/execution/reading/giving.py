"""What an activity gives when it has succeeded: its outputs, by the names that others read."""

from __future__ import annotations

from collections.abc import Mapping

from orchestration.errors import Permanent
from orchestration.execution.reading.given import as_told
from orchestration.execution.reading.own_inputs import scope_within
from orchestration.execution.reading.scope import values_in
from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.checks.reading import MADE_BY
from orchestration.processes.expressions import Refusal, SecretRef, parse_template, references
from orchestration.processes.model import Activity
from orchestration.values import ActivityRef


def outputs_of_run(
    execution: ProcessExecution, ref: ActivityRef, made: Mapping[str, str]
) -> dict[str, str]:
    """What its run reported, and where it says where an output comes from, that.

    Of an activity of the store only what it declares. Raises `Permanent` naming an output without
    a value, and its expression.
    """
    plan = execution.plan
    activity = plan.activities[ref]
    given = dict(made)
    if activity.output_values:
        given |= _evaluated(execution, ref, activity.output_values, made)
    if ref in plan.store:
        given = {name: given[name] for name in activity.outputs if name in given}
    return given


def outputs_of_subprocess(
    execution: ProcessExecution, ref: ActivityRef, made: Mapping[str, str]
) -> dict[str, str]:
    """What the activity declares, by what its process gave; no other name leaves that process.

    Of one that stands in for other work by their names, as if people had typed them. Raises
    `Permanent` naming an output without a value, and its expression.
    """
    activity = execution.plan.activities[ref]
    if execution.activity(ref).stand_in is not None:
        given = outputs_by_hand(execution, ref, made)
    else:
        given = dict(made)
        if activity.output_values:
            given |= _evaluated(execution, ref, activity.output_values, made)
    return {name: given[name] for name in activity.outputs if name in given}


def outputs_by_hand(
    execution: ProcessExecution, ref: ActivityRef, typed: Mapping[str, str]
) -> dict[str, str]:
    """What people typed; of the others those that come from elsewhere than from a run."""
    activity = execution.plan.activities[ref]
    wanted = {
        name: text
        for name, text in activity.output_values.items()
        if name not in typed and not _reads_a_run(activity, text)
    }
    return {**_evaluated(execution, ref, wanted, {}), **typed} if wanted else dict(typed)


def _reads_a_run(activity: Activity, text: str) -> bool:
    tree = parse_template(text)
    maker = MADE_BY.get(activity.type)
    return not isinstance(tree, Refusal) and any(e.path[0] == maker for e in references(tree))


def _evaluated(
    execution: ProcessExecution,
    ref: ActivityRef,
    values: Mapping[str, str],
    made: Mapping[str, str],
) -> dict[str, str]:
    data = scope_within(execution, execution.facts, ref)
    maker = MADE_BY.get(execution.plan.activities[ref].type)
    if maker is not None:
        data = {**data, maker: {"outputs": dict(made)}}
    found = values_in(dict(values), data)
    for name, value in found.items():
        if isinstance(value, SecretRef):
            raise Permanent(f"“{name}” is a secret, and outputs are shown to people")
    return {name: str(as_told(name, value)) for name, value in found.items()}
