"""The pipeline of an activity: its name in the catalogue, what it is told, what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from orchestration.processes.expressions.tree import Path
from orchestration.processes.harness.expressions import Translated
from orchestration.processes.harness.making import safe_id
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.texts import RUNTIME_INPUT
from orchestration.processes.harness.translating import Translation
from orchestration.strict_yaml import Place


@dataclass(slots=True)
class PipelineUse:
    """What an activity says of its pipeline."""

    name: str = ""
    place: Place = ()
    inputs: dict[str, Any] = field(default_factory=dict)
    inputs_place: Place = ()
    asked: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """Those that Harness asks for at the start: the type, and where it says so."""


def pipeline_of(part: Part, translation: Translation) -> PipelineUse | None:
    """From `pipeline:` as a name or a map; the whole path stays its name, so none is mistaken."""
    if isinstance(part.data.get("pipeline"), str):
        use = PipelineUse(part.text("pipeline"), part.at("pipeline"))
    else:
        inner = part.part("pipeline")
        if inner is None:
            return None
        use = PipelineUse(inner.text("pipeline", "identifier"), inner.at("pipeline"))
        _input_set(inner, use, translation)
        inner.drop("Every stage of the pipeline runs.", "stages", "selectedStages")
        inner.finish()
    if use.name:
        part.report.note(
            use.place,
            f"runs the Harness pipeline “{use.name}”.",
            "The operator lists it in the pipelines file by this name (docs/pipelines.md).",
        )
    return use


def _input_set(pipeline: Part, use: PipelineUse, translation: Translation) -> None:
    given = pipeline.part("inputSet")
    if given is None:
        return
    use.inputs_place = given.at("variables")
    given.drop("Its values have to be said here, as inputs.", "inputSetRefs")
    if identifier := given.text("identifier"):
        given.note(
            "identifier",
            f"names the input set “{identifier}” of the pipeline, which only Harness knows.",
            "Say the values it holds as inputs.",
        )
    for each in given.parts("variables"):
        name = each.text("name")
        kind = each.text("type").lower()
        value, place = each.take("value", "default")
        if isinstance(value, str) and value.strip().startswith(RUNTIME_INPUT):
            use.asked[name] = kind, place
            translation.rules(name, value.strip(), place)
        elif name and value is not None:
            kept = len(translation.kept)
            made = translation.value(value, place, f"pipeline input {name}")
            if len(translation.kept) == kept:
                use.inputs[name] = made
        each.finish()
    given.finish()


def outputs_of(part: Part, translation: Translation) -> dict[str, str]:
    """Names, and an expression where the value has another name at its source."""
    if isinstance(part.data.get("outputs"), list):
        return {safe_name: "" for safe_name, _ in part.texts("outputs")}
    given = part.part("outputs")
    found: dict[str, str] = {}
    for name in given.data if given else ():
        assert given is not None  # noqa: S101 - for the type checkers
        text = given.text(name)
        made = translation.expression(text, given.at(name), f"output {name}") if text else ""
        found[name] = _source(name, made, text, given)
    return found


def _source(name: str, made: Translated | str | None, text: str, given: Part) -> str:
    if not isinstance(made, Translated):
        return made or ""
    match made.tree:
        case Path(steps=(("pipeline" | "subprocess") as maker, "outputs", str(variable))):
            given.report.note(
                given.at(name),
                f"comes from {text.strip('<+>${}')}.",
                f"The {maker} has to give it as its output “{variable}”.",
            )
            return "" if variable == name else f"{{{{ {made} }}}}"
    return f"{{{{ {made} }}}}"


def subprocess_id(part: Part, *keys: str) -> str:
    """The id of another process; a name becomes the id that its import makes of it."""
    text = part.text(*keys)
    made = safe_id(text) if text else ""
    if made != text:
        _, place = part.take(*keys)
        part.report.note(place, f"is the process “{made}” here.", "Import that process, too.")
    return made
