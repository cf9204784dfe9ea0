"""Inputs that can be given, and expressions that read what is there when they are evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.checks.layers import phase_start
from orchestration.processes.checks.order import Order
from orchestration.processes.checks.problems import (
    PROCESS,
    At,
    Problem,
    activities_of,
    phases_of,
)
from orchestration.processes.checks.reading import MADE_BY, Known
from orchestration.processes.expressions import (
    parse_expression,
    templates_in,
)
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, Phase, Process, ref_of
from orchestration.values import ActivityRef


def of_inputs(process: Process) -> Iterator[Problem]:
    """Inputs that nobody could give a value to."""
    for spec, path in _declared(process):
        at = At(f"Input {spec.name}", path)
        if spec.type is InputType.CHOICE and not spec.allowed_values:
            yield at.problem("is a choice of nothing.", "List its allowed-values.")
        if spec.min is not None and spec.max is not None and spec.min > spec.max:
            yield at.problem("has a min above its max.", "Swap or remove one.", "min")
        for key, value in (("default", spec.default), *enumerate(spec.allowed_values)):
            if value is None:
                continue
            try:
                read_value(spec, value)
            except Unfit as error:
                field = (key,) if isinstance(key, str) else ("allowed-values", key)
                yield at.problem(
                    f"has the {'default' if key == 'default' else 'choice'} “{value}”, "
                    f"which {error}.",
                    "Correct it, or what the input takes.",
                    *field,
                )
                break


def _declared(process: Process) -> Iterator[tuple[InputSpec, tuple[str | int, ...]]]:
    for n, spec in enumerate(process.inputs):
        yield spec, ("inputs", n)
    for at, phase in phases_of(process):
        for n, spec in enumerate(phase.inputs):
            yield spec, (*at.path, "inputs", n)


def of_expressions(
    process: Process, order: Order, filled: Process, places: Mapping[ActivityRef, StoreActivity]
) -> Iterator[Problem]:
    """Expressions that cannot be read, or read what is not there by then.

    `filled` is the process with the activities of the store in their `places`: what they give can
    be read. What they say themselves was checked when they were published.
    """
    known = Known(filled, order, places)
    globally = {each.name for each in process.inputs}
    for path, tree in templates_in(process.variables, ("variables",)):
        yield from known.judged(PROCESS, path, tree, "", globally, set())
    for at, phase in phases_of(process):
        inputs = globally | {each.name for each in phase.inputs}
        names = {*process.variables, *phase.variables}
        start = phase_start(phase.id)
        if phase.if_ is not None:
            condition = parse_expression(phase.if_)
            yield from known.judged(at, ("if",), condition, start, inputs, names)
        for path, template in templates_in(phase.variables, ("variables",)):
            yield from known.judged(at, path, template, start, inputs, set(process.variables))
        for path, template in templates_in(phase.output_values, ("outputs",)):
            yield from known.judged(at, path, template, f"phase {phase.id}", inputs, names)
    for at, phase, activity in activities_of(process):
        inputs = globally | {each.name for each in phase.inputs}
        names = {*process.variables, *phase.variables}
        stored = places.get(ref_of(phase.id, activity.id))
        own = (
            {*inputs, *activity.inputs, *(each.name for each in stored.inputs)}
            if stored
            else (None if activity.uses else {*inputs, *activity.inputs})
        )
        yield from _of_activity(known, at, phase, activity, inputs, own, names)


def _of_activity(
    known: Known,
    at: At,
    phase: Phase,
    activity: Activity,
    inputs: set[str],
    own: set[str] | None,
    names: set[str],
) -> Iterator[Problem]:
    """`own` are the inputs with those it is told itself; None where nobody knows these."""
    node = ref_of(phase.id, activity.id)
    mine = names | set(activity.variables)
    if activity.if_ is not None:
        yield from known.judged(at, ("if",), parse_expression(activity.if_), node, own, mine)
    for path, tree in templates_in(activity.inputs, ("inputs",)):
        yield from known.judged(at, path, tree, node, inputs, mine)
    for path, tree in templates_in(activity.variables, ("variables",)):
        yield from known.judged(at, path, tree, node, inputs, names)
    for path, tree in templates_in(dict(activity.output_values), ("outputs",)):
        yield from known.judged(at, path, tree, node, own, mine, MADE_BY.get(activity.type, ""))
    for n, task in enumerate(activity.tasks):
        if isinstance(task.required, str):
            path = ("tasks", n, "required")
            yield from known.judged(at, path, parse_expression(task.required), node, own, mine)
