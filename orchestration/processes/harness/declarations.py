"""Declared inputs of Harness as ours: types, defaults, and the references to its entities."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from pydantic import ValidationError

from orchestration.processes.harness.making import Made
from orchestration.processes.harness.parser import Reading
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.references import Origin
from orchestration.processes.harness.report import Report
from orchestration.processes.harness.translating import Translation, plain_text
from orchestration.processes.input_values import Unfit, read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.strict_yaml import Place

_PLAIN: Final = {each.value: each for each in InputType} | {"array": InputType.LIST}
_ENTITIES: Final = {
    **dict.fromkeys(("service", "environment", "infrastructure", "connector"), InputType.STRING),
    **dict.fromkeys(("multiservice", "multienvironment", "multiinfrastructure"), InputType.LIST),
}
_REFERENCES: Final = ("serviceRef", "environmentRef", "identifier", "ref")


def declarations(part: Part, key: str, translation: Translation) -> list[Made]:
    """`inputs` of a map or list form; of a map a value that is no map is the default."""
    value, place = part.take(key)
    if value is None:
        return []
    if isinstance(value, list):
        listed = (each for each in part.parts(key))
        return [
            _declared(each.text("name", "identifier", "id"), each, translation) for each in listed
        ]
    if not isinstance(value, dict):
        part.note(key, "is not a map of inputs and was left out.", "Declare them by name.")
        return []
    return [
        _declared(
            name,
            Part(
                spec if isinstance(spec, dict) else {"default": spec}, (*place, name), part.report
            ),
            translation,
        )
        for name, spec in value.items()
    ]


def undeclared(
    readings: Iterable[tuple[Reading, Place]],
    origins: Collection[Origin],
    declared: list[Made],
    report: Report,
) -> list[Made]:
    """Inputs that are read and nowhere declared: Harness keeps that in its input store."""
    known = {each.data["name"] for each in declared}
    found: dict[str, Made] = {}
    for reading, place in readings:
        if reading.origin not in origins or reading.name in known:
            continue
        made = found.setdefault(reading.name, Made(place))
        made.put("name", reading.name)
        kind = reading.kind or InputType(made.data.get("type", InputType.STRING))
        made.put("type", kind.value)
    for name, made in found.items():
        report.note(
            made.places[()],
            f"reads the input “{name}”, which the file does not declare; it was declared as "
            f"{made.data['type']}, required.",
            "Say its type, and a default where there is one.",
        )
    return list(found.values())


def entity_references(value: Any) -> Any:
    """`[{serviceRef: a}, {serviceRef: b}]` → `[a, b]`; `None` for what is no list of those."""
    if not isinstance(value, list) or not value:
        return None
    found = [
        next((each[key] for key in _REFERENCES if isinstance(each.get(key), str)), None)
        if isinstance(each, dict)
        else None
        for each in value
    ]
    return None if None in found else found


def _declared(name: str, spec: Part, translation: Translation) -> Made:
    made = Made(spec.place)
    made.put("name", name or "input", spec.place)
    kind, place = _kind(spec), spec.at("type") if spec.has("type") else spec.place
    made.put("description", spec.text("description"), spec.at("description"))
    required, required_at = spec.take("required")
    if isinstance(required, bool):
        made.put("required", required, required_at)
    elif required is not None:
        spec.note("required", "is not true or false and was left out.", "Write true or false.")
    allowed, allowed_at = spec.take("allowed_values", "allowedValues", "allowed-values")
    if isinstance(allowed, list):
        made.put("allowed-values", allowed, allowed_at)
        kind = InputType.CHOICE if kind is InputType.STRING else kind
    elif allowed is not None:
        spec.report.note(allowed_at, "is not a list and was left out.", "Write a list of values.")
    made.put("pattern", spec.text("pattern", "regex"), spec.at("pattern"))
    for bound in ("min", "max"):
        value, at = spec.take(bound)
        if isinstance(value, int | float) and not isinstance(value, bool):
            made.put(bound, value, at)
        elif value is not None:
            spec.note(bound, "is not a number and was left out.", "Write a number.")
    made.put("type", kind.value, place)
    _default(spec, made, translation)
    spec.drop("Say it in the input's description.", "impact", "metadata")
    spec.finish()
    return made


def _kind(spec: Part) -> InputType:
    word = spec.text("type")
    if not word:
        value = spec.data.get("default")
        return InputType.STRING if entity_references(value) is None else InputType.LIST
    if known := _PLAIN.get(word.lower()):
        return known
    entity = _ENTITIES.get(word.lower())
    if entity is None:
        spec.note("type", f"“{word}” is no type here; it was taken as string.", "Choose one.")
        return InputType.STRING
    spec.note(
        "type",
        f"“{word}” chooses among entities of Harness; here it is a {entity.value} of references.",
        "Give it allowed-values where people should choose.",
    )
    return entity


def _default(spec: Part, made: Made, translation: Translation) -> None:
    value, place = spec.take("default", "value")
    if value is None:
        return
    if made.data["type"] == InputType.SECRET:
        spec.report.note(
            place,
            "is a secret, which is never written down here; it was left out.",
            "Write a reference such as env:NAME.",
        )
        return
    references = entity_references(value)
    if references is not None:
        spec.report.note(
            place,
            "names entities of Harness; their references were kept.",
            "Compare with what the pipeline takes.",
        )
        value = (
            references[0] if made.data["type"] == "string" and references[1:] == [] else references
        )
    if isinstance(value, str) and not plain_text(value):
        if value.strip() == "<+input>":
            return
        translation.kept.append(f"default of {made.data['name']}: {value}"[:2_000])
        spec.report.note(
            place,
            "is an expression; a default here is a value. It is kept in the description.",
            "Write the value, or say it where the input is used.",
        )
        return
    default = _fitting(made, value, spec, place)
    if default is not None:
        made.put("default", default, place)
        if default in ("", [], {}):
            made.data["default"] = default


def _fitting(made: Made, value: Any, spec: Part, place: Place) -> Any:
    try:
        return read_value(InputSpec.model_validate(made.data, by_alias=True), value)
    except (Unfit, ValidationError) as unfit:
        why = str(unfit) if isinstance(unfit, Unfit) else "does not fit what is declared"
        spec.report.note(place, f"{why}; it was left out.", "Write a value of the input's type.")
        return None
