"""What a name of Harness means here: `<+process.build.image.output.tag>` and all the others."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from orchestration.processes.expressions.tree import Path, Step
from orchestration.processes.harness.tokens import Untranslatable

_INPUT: Final = "Make it an input, and read it as inputs.NAME."
_OUTPUTS: Final = ("output", "outputs")
_ELSEWHERE: Final = {
    "pipeline": "Only the pipeline itself knows it. Give it out as an output of its activity.",
    "secrets": "Make it an input of type secret with a reference such as env:NAME.",
    "input": "It is asked when a release starts; here it can only be the whole of a value.",
    **dict.fromkeys(("stage", "step", "steps", "execution"), "Only the pipeline itself knows it."),
    **dict.fromkeys(("variable", "env", "service", "infra", "artifact", "org", "project"), _INPUT),
}


class Origin(StrEnum):
    """Who says the value: it decides where an input has to be declared."""

    RELEASE = "release"
    PHASE = "phase"
    ACTIVITY = "activity"
    OUTPUT = "output"


class Meaning(NamedTuple):
    path: Path
    origin: Origin


def meaning_of(steps: tuple[Step, ...], at: int, *, plain: bool) -> Meaning:
    """Ours for a Harness path; `plain` is the `${name}` form. Raises `Untranslatable`."""
    match steps:
        case ("releaseInput", "global", str(name), *more):
            return _input(Origin.RELEASE, name, more, at)
        case ("releaseInput", "phase", str(name), *more):
            return _input(Origin.PHASE, name, more, at)
        case ("releaseInput", str(name), *more):
            return _input(Origin.RELEASE, name, more, at)
        case ("activityInput", str(name), *more):
            return _input(Origin.ACTIVITY, name, more, at)
        case ("process", str(phase), str(activity), ("output" | "outputs"), str(name), *more):
            return _of_activity(phase, activity, name, more, at)
        case ("process", str(phase), ("output" | "outputs"), str(name), *more):
            return _of_phase(phase, name, more, at)
        case ("phase", str(phase), "activity", str(activity), str(word), str(name), *more) if (
            word in _OUTPUTS
        ):
            return _of_activity(phase, activity, name, more, at)
        case ("phase", str(phase), ("output" | "outputs"), str(name), *more):
            return _of_phase(phase, name, more, at)
        case ("pipeline", "stages", *_, "outputVariables", str(name)):
            return Meaning(Path(("pipeline", "outputs", name), at), Origin.OUTPUT)
        case ("subprocess", str(name)) if plain:
            return Meaning(Path(("subprocess", "outputs", name), at), Origin.OUTPUT)
        case (("global" | "phase" | "activity") as scope, str(name)) if plain:
            return _input(_SCOPES[scope], name, [], at)
        case (str(name),) if plain:
            return _input(Origin.RELEASE, name, [], at)
    root = str(steps[0])
    raise Untranslatable(
        f"“{'.'.join(map(str, steps))}” is nothing that a process here can read.",
        _ELSEWHERE.get(root, _INPUT if len(steps) == 1 else "Compare the ids and the spelling."),
    )


_SCOPES: Final = {"global": Origin.RELEASE, "phase": Origin.PHASE, "activity": Origin.ACTIVITY}


def _input(origin: Origin, name: str, more: list[Step], at: int) -> Meaning:
    return Meaning(Path(("inputs", name, *more), at), origin)


def _of_phase(phase: str, name: str, more: list[Step], at: int) -> Meaning:
    return Meaning(Path(("phases", phase, "outputs", name, *more), at), Origin.OUTPUT)


def _of_activity(phase: str, activity: str, name: str, more: list[Step], at: int) -> Meaning:
    steps = ("phases", phase, "activities", activity, "outputs", name, *more)
    return Meaning(Path(steps, at), Origin.OUTPUT)
