"""An activity of the store made from one that stands in a process."""

from __future__ import annotations

from pydantic import JsonValue

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.checks.uses import is_literal
from orchestration.processes.expressions import Template, parse_template
from orchestration.processes.expressions.tree import Path
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity, Phase, Process


def derived(
    process: Process, phase: Phase, activity: Activity, *, activity_id: str, name: str
) -> StoreActivity:
    """What it is told becomes declared inputs, with the values that are written out as defaults.

    A value that only passes on an input of the process is declared as that input is; any other
    expression means something in this process alone, so each use says it anew.
    """
    declared = {each.name: each for each in (*process.inputs, *phase.inputs)}
    return StoreActivity(
        id=activity_id,
        name=name,
        type=activity.type,
        description=activity.description,
        tags=process.tags,
        team=process.team,
        inputs=tuple(_declared(key, value, declared) for key, value in activity.inputs.items()),
        outputs=activity.outputs,
        output_values=activity.output_values,
        pipeline=activity.pipeline,
        process=activity.process,
        command=activity.command,
        tasks=activity.tasks,
        expected_duration=activity.expected_duration,
        timeout=activity.timeout,
        on_failure=activity.on_failure,
        retry=activity.retry,
    )


def _declared(name: str, value: JsonValue, known: dict[str, InputSpec]) -> InputSpec:
    passed_on = known.get(_input_read(value))
    if passed_on is not None:
        return passed_on.model_copy(update={"name": name})
    if is_literal({name: value}):
        required = value is None
        return InputSpec(name=name, type=_type_of(value), default=value, required=required)
    return InputSpec(name=name, type=_type_of(value))


def _input_read(value: JsonValue) -> str:
    """The input that all of the value is: `{{ inputs.version }}`; empty where it is more."""
    template = parse_template(value) if isinstance(value, str) else None
    if isinstance(template, Template) and isinstance(template.whole, Path):
        match template.whole.steps:
            case ("inputs", str(name)):
                return name
            case _:
                pass
    return ""


def _type_of(value: JsonValue) -> InputType:
    match value:
        case bool():
            return InputType.BOOLEAN
        case int() | float():
            return InputType.NUMBER
        case list():
            return InputType.LIST
        case dict():
            return InputType.OBJECT
        case _:
            return InputType.STRING
