"""What stops an activity from entering the store: as of a process, and where its values go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from orchestration.catalogue.model import StoreActivity
from orchestration.processes.checks.check import check_process
from orchestration.processes.checks.outline import of_id
from orchestration.processes.checks.problems import At, Problem
from orchestration.processes.checks.reading import MADE_BY
from orchestration.processes.code.faults import nearest
from orchestration.processes.expressions import Refusal, parse_template, references
from orchestration.processes.model import Activity, ActivityType, Phase, Process, Values
from orchestration.values import ProcessId

_INSIDE = ("phases", 0, "activities", 0)


def check_activity(
    activity: StoreActivity,
    *,
    pipelines: Iterable[str] | None,
    inputs_of: Callable[[str], tuple[str, ...] | None] = lambda _: None,
    other: Callable[[ProcessId, int | None], Process | None] | None = None,
) -> tuple[Problem, ...]:
    """All problems; none means that it can be published. Who signs is each process's to know."""
    at = At(activity.name or activity.id, ())
    found = check_process(
        _alone(activity), members_of=None, pipelines=pipelines, inputs_of=inputs_of, other=other
    )
    return (
        *of_id(at, activity.id),
        *(_here(at, each, activity.type) for each in found if each.path != ("id",)),
        *_of_told(at, activity),
        *_of_outputs(at, activity),
    )


def _alone(activity: StoreActivity) -> Process:
    """A process that does nothing else; its id is nobody's, so it runs itself nowhere."""
    as_they_are: Values = {
        each.name: f'{{{{ inputs["{each.name}"] }}}}' for each in activity.inputs
    }
    told = {
        ActivityType.AUTOMATED: activity.pipeline_inputs or as_they_are,
        ActivityType.SUBPROCESS: activity.process_inputs or as_they_are,
    }
    work = Activity(
        id="activity",
        name=activity.name,
        type=activity.type,
        pipeline=activity.pipeline,
        process=activity.process,
        inputs=told.get(activity.type, {}),
        outputs=activity.outputs,
        tasks=activity.tasks,
        on_failure=activity.on_failure,
        retry=activity.retry,
    )
    phase = Phase(id="store", name="Store", activities=(work,))
    return Process(
        id=ProcessId(f"store {activity.id}"), name="Store", inputs=activity.inputs, phases=(phase,)
    )


def _here(at: At, problem: Problem, kind: ActivityType) -> Problem:
    if problem.path[:4] != _INSIDE:
        return problem
    path = problem.path[4:]
    if path[:1] == ("inputs",):
        key = "process-inputs" if kind is ActivityType.SUBPROCESS else "pipeline-inputs"
        path = (key, *path[1:])
    place = problem.place.removeprefix("Store › ") or at.place
    return problem.model_copy(update={"place": place, "path": path})


def _of_told(at: At, activity: StoreActivity) -> Iterator[Problem]:
    for key, values, belongs in (
        ("pipeline-inputs", activity.pipeline_inputs, ActivityType.AUTOMATED),
        ("process-inputs", activity.process_inputs, ActivityType.SUBPROCESS),
    ):
        if values and activity.type is not belongs:
            yield at.problem(
                f"is {activity.type.value} and has `{key}`.",
                f"Only {belongs.value} work has it: remove it, or change the type.",
                key,
            )


def _of_outputs(at: At, activity: StoreActivity) -> Iterator[Problem]:
    declared = {each.name for each in activity.inputs}
    for name, text in activity.output_values.items():
        if name not in activity.outputs:
            yield at.problem(
                f"says where “{name}” comes from, which is no output of it.",
                nearest(name, activity.outputs).strip() or "Declare it under outputs.",
                "outputs",
                name,
            )
        yield from of_output_value(at, name, text, activity.type, {"inputs": declared})


def of_output_value(
    at: At, name: str, text: str, kind: ActivityType, known: Mapping[str, Iterable[str]]
) -> Iterator[Problem]:
    """Where an output comes from: what did the work, or one of `known`, by root."""
    tree = parse_template(text)
    if isinstance(tree, Refusal):
        mend = tree.mend or "Write it anew."
        yield at.problem(
            f"has an expression that cannot be read: {tree.what}", mend, "outputs", name
        )
        return
    maker = MADE_BY.get(kind)
    for each in references(tree):
        root, *rest = map(str, each.path)
        if root == maker:
            if not rest or rest[0] != "outputs":
                what, mend = "which is not known.", f"Write {maker}.outputs.NAME."
                yield at.problem(f"reads {each}, {what}", mend, "outputs", name)
        elif root not in known:
            roots = [*([maker] if maker else []), *known]
            mend = nearest(root, roots).strip() or f"Outputs come from {', '.join(roots)}."
            yield at.problem(f"reads {each}, which is not known here.", mend, "outputs", name)
        elif rest and rest[0] not in known[root]:
            mend = nearest(rest[0], known[root]).strip() or f"Declare it under {root}."
            yield at.problem(f"reads {each}, which is not declared.", mend, "outputs", name)
