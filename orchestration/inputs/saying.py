"""What inputs keep a release from starting, in words: each with its place and what to do."""

from __future__ import annotations

from orchestration import words
from orchestration.inputs.resolved import Resolved, ResolvedInput, Source
from orchestration.processes.input_sets import ProcessInputSet
from orchestration.values import ProcessId


def lines_of(
    resolved: Resolved, process_id: ProcessId, said: ProcessInputSet | None
) -> tuple[str, ...]:
    """What is unfit first, then what is open; none where the set is complete."""
    where = f"`/release inputs {process_id}`"
    name = f"the input set “{words.quote(said.name, 60)}”" if said else ""
    unfit = (
        f"{words.quote(str(each), 300)}. {_mend(each, name, where)}"
        if isinstance(each, ResolvedInput)
        else f"{words.quote(str(each), 300)}. Make it or choose another: {where}."
        for each in resolved.unfit
    )
    opened = (f"{_open(each)}. {_fill(each, name, where)}" for each in resolved.open)
    return (*unfit, *opened)


def _open(each: ResolvedInput) -> str:
    return words.quote(f"{each.place}: “{each.spec.name}” has no value", 300)


def _mend(each: ResolvedInput, name: str, where: str) -> str:
    match each.source:
        case Source.GIVEN:
            return "Correct what was given."
        case Source.LINKED:
            return f"Correct it in the linked set “{words.quote(each.linked or '', 60)}”: {where}."
        case _:
            return f"Correct it in {name}: {where}."


def _fill(each: ResolvedInput, name: str, where: str) -> str:
    if each.place.level == "release":
        return f"Say it in {name}: {where}." if name else "Give it when you make the release."
    if not name:
        return f"Make the release with an input set that says it: {where}."
    if each.place.level == "phase":
        return f"Say it in {name}: {where}."
    if each.linked:
        linked = words.quote(each.linked, 60)
        return f"Say it in the linked set “{linked}” or in {name}: {where}."
    return f"Link a set to it or say it in {name}: {where}."
