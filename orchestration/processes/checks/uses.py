"""What a process uses of the store: it is there, and is told what it declares."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.catalogue.expanding import Store
from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.uses import read_uses
from orchestration.processes.checks.problems import At, Problem, activities_of
from orchestration.processes.code.faults import nearest
from orchestration.processes.expressions import Refusal, templates_in
from orchestration.processes.input_values import Unfit, as_text, read_value
from orchestration.processes.model import Activity, Process, Values
from orchestration.values import plain_line


def of_uses(process: Process, store: Store) -> Iterator[Problem]:
    """A required input that nobody says here is no problem: an input set may give it."""
    for at, _, activity in activities_of(process):
        if activity.uses is None:
            continue
        found = store.found.get(activity.uses)
        if found is None:
            yield _missing(at, activity.uses, store)
        elif found.activity.type is not activity.type:
            kind = found.activity.type.value
            yield at.problem(
                f"is {activity.type.value}, and “{found.activity.name}” of the store is {kind}.",
                f"Say type: {kind}, or use another.",
                "type",
            )
        else:
            yield from _of_inputs(at, activity, found.activity)


def _missing(at: At, written: str, store: Store) -> Problem:
    uses = read_uses(written)
    newest = store.latest.get(uses.id)
    if newest is None:
        return at.problem(
            f"uses “{plain_line(written, 60)}”, which is not in the store.",
            nearest(uses.id, store.latest).strip()
            or "Publish it there first, or choose another: `/release store` lists them.",
            "uses",
        )
    return at.problem(
        f"uses version {uses.version} of “{uses.id}”, which does not exist.",
        f"Its latest version is {newest}.",
        "uses",
    )


def _of_inputs(at: At, activity: Activity, store: StoreActivity) -> Iterator[Problem]:
    specs = {each.name: each for each in store.inputs}
    for name, value in activity.inputs.items():
        spec = specs.get(name)
        if spec is None:
            takes = f"It takes: {', '.join(specs) or 'nothing'}."
            yield at.problem(
                f"gives “{name}”, which “{store.name}” does not take.",
                nearest(name, specs).strip() or takes,
                "inputs",
                name,
            )
            continue
        if value is None or not is_literal({name: value}):
            continue
        try:
            read_value(spec, value)
        except Unfit as error:
            yield at.problem(
                f"gives “{name}” the value “{plain_line(as_text(value), 60)}”, which {error}.",
                f"Correct it: “{store.name}” declares what it takes.",
                "inputs",
                name,
            )


def is_literal(values: Values) -> bool:
    """True where no text in it has an expression; what cannot be read is no literal."""
    return all(
        not isinstance(template, Refusal) and all(isinstance(part, str) for part in template.parts)
        for _, template in templates_in(values)
    )
