"""Inputs that can be given, and expressions that read what is there when they are evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orchestration.processes.checks.order import Order, phase_start
from orchestration.processes.checks.problems import (
    PROCESS,
    At,
    Problem,
    activities_of,
    phases_of,
)
from orchestration.processes.code.faults import nearest
from orchestration.processes.expressions import (
    Expression,
    Refusal,
    Template,
    parse_expression,
    references,
    templates_in,
)
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, Phase, Process, ref_of

ROOTS = ("inputs", "variables", "phases", "release", "group", "date")


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


def of_expressions(process: Process, order: Order) -> Iterator[Problem]:
    """Expressions that cannot be read, or read what is not there by then."""
    known = _Known(process, order)
    globally = {each.name for each in process.inputs}
    for path, tree in templates_in(process.variables, ("variables",)):
        yield from known.judged(PROCESS, path, tree, "", globally, set())
    for at, phase in phases_of(process):
        inputs = globally | {each.name for each in phase.inputs}
        names = {*process.variables, *phase.variables}
        start = phase_start(phase.id)
        if phase.if_ is not None:
            condition = parse_expression(phase.if_)
            said = set(process.variables)
            yield from known.judged(at, ("if",), condition, start, globally, said)
        for path, template in templates_in(phase.variables, ("variables",)):
            yield from known.judged(at, path, template, start, inputs, set(process.variables))
        for path, template in templates_in(phase.output_values, ("outputs",)):
            yield from known.judged(at, path, template, f"phase {phase.id}", inputs, names)
    for at, phase, activity in activities_of(process):
        inputs = globally | {each.name for each in phase.inputs}
        names = {*process.variables, *phase.variables}
        yield from _of_activity(known, at, phase, activity, inputs, names)


def _of_activity(
    known: _Known, at: At, phase: Phase, activity: Activity, inputs: set[str], names: set[str]
) -> Iterator[Problem]:
    node = ref_of(phase.id, activity.id)
    own, mine = inputs | set(activity.inputs), names | set(activity.variables)
    if activity.if_ is not None:
        yield from known.judged(at, ("if",), parse_expression(activity.if_), node, own, mine)
    for path, tree in templates_in(activity.inputs, ("inputs",)):
        yield from known.judged(at, path, tree, node, inputs, mine)
    for path, tree in templates_in(activity.variables, ("variables",)):
        yield from known.judged(at, path, tree, node, own, names)
    for n, task in enumerate(activity.tasks):
        if isinstance(task.required, str):
            path = ("tasks", n, "required")
            yield from known.judged(at, path, parse_expression(task.required), node, own, mine)


class _Known:
    """What expressions of this process can read."""

    def __init__(self, process: Process, order: Order) -> None:
        self._order = order
        self._phases: Mapping[str, Phase] = process.phases_by_id
        self._outputs = {
            ref: {*each.outputs, *(field.id for task in each.tasks for field in task.fields)}
            for ref, each in process.by_ref.items()
        }
        self._open = {ref for ref, each in process.by_ref.items() if each.uses}

    def judged(
        self,
        at: At,
        path: tuple[Any, ...],
        tree: Expression | Template | Refusal,
        node: str,
        inputs: set[str],
        variables: set[str],
    ) -> Iterator[Problem]:
        """`node` is where it is evaluated; empty for before the start."""
        if isinstance(tree, Refusal):
            yield at.problem(
                f"has an expression that cannot be read: {tree.what}",
                tree.mend or "Write it anew.",
                *path,
            )
            return
        for each in references(tree):
            steps = each.path
            wrong = self._wrong(steps, node, inputs, variables)
            if wrong and not (each.has_default and steps[0] in ROOTS):
                what, mend = wrong
                yield at.problem(f"reads {each}, {what}", mend, *path)

    def _wrong(
        self, steps: tuple[Any, ...], node: str, inputs: set[str], variables: set[str]
    ) -> tuple[str, str] | None:
        root, name = steps[0], steps[1] if len(steps) > 1 else None
        if root not in ROOTS:
            mend = nearest(str(root), ROOTS).strip() or f"Expressions read {', '.join(ROOTS)}."
            return "which is not known.", mend
        if root == "inputs" and name is not None and name not in inputs:
            return "an input that is not declared.", _declare(str(name), inputs, "inputs")
        if root == "variables" and name is not None and name not in variables:
            return "a variable that is not said.", _declare(str(name), variables, "variables")
        if root == "phases" and name is not None:
            return self._of_phases(steps, node)
        return None

    def _of_phases(self, steps: tuple[Any, ...], node: str) -> tuple[str, str] | None:
        phase = self._phases.get(str(steps[1]))
        if phase is None:
            return "of a phase that does not exist.", _choose(str(steps[1]), self._phases)
        if len(steps) < 4:
            return None
        if steps[2] == "outputs":
            if steps[3] not in phase.outputs:
                return "an output that its phase does not declare.", _choose(
                    str(steps[3]), phase.outputs
                )
            return self._in_time(f"phase {phase.id}", node, phase.name)
        if steps[2] != "activities":
            return "which phases do not have.", "They have activities and outputs."
        ref = ref_of(phase.id, str(steps[3]))
        declared = self._outputs.get(ref)
        if declared is None:
            there = [each.id for each in phase.activities]
            return "of an activity that does not exist.", _choose(str(steps[3]), there)
        if len(steps) > 5 and steps[5] not in declared and ref not in self._open:
            return "an output that the activity does not declare.", _choose(str(steps[5]), declared)
        return self._in_time(ref, node, self._order.names.get(ref, ref))

    def _in_time(self, producer: str, node: str, name: str) -> tuple[str, str] | None:
        if node and self._order.ends_before(producer, node):
            return None
        return (
            "which may not be there yet.",
            f"Let it wait for “{name}”: depends-on." if node else "Read it in an activity.",
        )


def _declare(name: str, known: set[str], where: str) -> str:
    return nearest(name, known).strip() or f"Declare it under {where}."


def _choose(name: str, known: Any) -> str:
    there = list(known)
    return nearest(name, there).strip() or (
        f"There {'is' if len(there) == 1 else 'are'} {', '.join(there[:8])}."
        if there
        else "There is none."
    )
