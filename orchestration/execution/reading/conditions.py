"""`if` and `not-before`: whether what was reached begins, from what the release holds then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic_core import to_jsonable_python

from orchestration.errors import Permanent
from orchestration.execution.reading.own_inputs import scope_of_condition
from orchestration.execution.reading.scope import scope_of_phase
from orchestration.execution.state.model import ProcessExecution
from orchestration.processes.expressions import (
    Data,
    Expression,
    Refusal,
    SecretRef,
    Value,
    evaluate,
    holds,
    parse_expression,
    printed,
    references,
)
from orchestration.processes.expressions.tree import Path
from orchestration.processes.model import phase_of
from orchestration.processes.not_before import earliest
from orchestration.processes.tasks import TaskSpec
from orchestration.values import ActivityRef, plain_line

_MOST_READ = 6
_LONGEST_VALUE = 60
_LONGEST_REASON = 600


@dataclass(frozen=True, slots=True)
class Objection:
    """Why something does not begin although it was reached."""

    reason: str
    skips: bool
    """False where its condition has no value: a person decides."""


def objection_to(execution: ProcessExecution, ref: ActivityRef) -> Objection | None:
    """None where both its phase's condition and its own are true, or say nothing."""
    against = objection_to_phase(execution, phase_of(ref))
    condition = execution.plan.activities[ref].if_
    if against is not None or condition is None:
        return against
    try:
        data = scope_of_condition(execution, execution.facts, ref)
    except Permanent as error:
        return _unanswered("the condition", condition, error.reason)
    return _judged("", condition, data)


def objection_to_phase(execution: ProcessExecution, phase_id: str) -> Objection | None:
    condition = execution.plan.version.process.phases_by_id[phase_id].if_
    if condition is None:
        return None
    try:
        data = scope_of_phase(execution, execution.facts, phase_id)
    except Permanent as error:
        return _unanswered("the phase's condition", condition, error.reason)
    return _judged("the phase's ", condition, data)


def beginning_of(
    execution: ProcessExecution, phase_id: str, reached_at: datetime
) -> datetime | None:
    """When a phase that is reached now begins; None where it says nothing of it."""
    said = execution.plan.version.process.phases_by_id[phase_id].not_before
    if said is None:
        return None
    try:
        zone = ZoneInfo(execution.facts.zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    started_at = execution.started_at or reached_at
    return earliest(said, started_at=started_at, reached_at=reached_at, zone=zone)


def is_required(execution: ProcessExecution, ref: ActivityRef, spec: TaskSpec) -> bool | Objection:
    """Whether its activity is done only with this task; decided when the task is opened."""
    if isinstance(spec.required, bool):
        return spec.required
    what = f"whether “{spec.name}” is required:"
    try:
        answer = truth(spec.required, scope_of_condition(execution, execution.facts, ref))
    except Permanent as error:
        return _unanswered(what, spec.required, error.reason)
    if isinstance(answer, Refusal):
        return _unanswered(what, spec.required, str(answer))
    return answer


def truth(condition: str, data: Data) -> bool | Refusal:
    """What a condition comes to."""
    tree = parse_expression(condition)
    return tree if isinstance(tree, Refusal) else holds(tree, data)


def _judged(whose: str, condition: str, data: Data) -> Objection | None:
    answer = truth(condition, data)
    if isinstance(answer, Refusal):
        return _unanswered(f"{whose or 'the '}condition", condition, str(answer))
    if answer:
        return None
    tree = parse_expression(condition)
    if isinstance(tree, Refusal):  # it had a value a moment ago
        return Objection(f"{whose}{condition} is false", skips=True)
    read = ", ".join(_values_read(tree, data))
    said = f"{whose}{printed(tree)} is false" + (f" ({read})" if read else "")
    return Objection(plain_line(said, _LONGEST_REASON), skips=True)


def _unanswered(what: str, condition: str, why: str) -> Objection:
    said = f"{what} {condition} cannot be evaluated: {why}"
    return Objection(plain_line(said, _LONGEST_REASON), skips=False)


def _values_read(tree: Expression, data: Data) -> Iterator[str]:
    """`region is us`, of each path that it names; what has no value was not looked at."""
    if isinstance(tree, Path):
        return
    paths = list(dict.fromkeys(each.path for each in references(tree)))[:_MOST_READ]
    last = [path[-1] for path in paths]
    for path in paths:
        value = evaluate(Path(path), data)
        if not isinstance(value, Refusal):
            short = last.count(path[-1]) == 1 and isinstance(path[-1], str)
            yield f"{path[-1] if short else printed(Path(path))} is {_shown(value)}"


def _shown(value: Value) -> str:
    if isinstance(value, SecretRef):
        return "secret"
    if value == "":
        return "empty"
    plain = to_jsonable_python(value, fallback=str)
    said = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return plain_line(said, _LONGEST_VALUE)
