"""A process of Harness as our plain data, its inputs declared from what its expressions read."""

from __future__ import annotations

from orchestration.processes.harness.activities import (
    Surroundings,
    activity,
    owners,
    put_outputs,
    texts_of,
)
from orchestration.processes.harness.declarations import declarations, undeclared
from orchestration.processes.harness.making import Made, name_of, safe_id
from orchestration.processes.harness.parser import Reading
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.pipelines import outputs_of
from orchestration.processes.harness.references import Origin
from orchestration.processes.harness.translating import Translation
from orchestration.strict_yaml import Place

SCOPE = ("accountIdentifier", "orgIdentifier", "projectIdentifier", "org", "project", "account")
GIT = ("gitDetails", "storeType", "store_type", "connectorRef", "versionLabel", "version")
_NAMELESS = "imported-process"


def process(part: Part, around: Surroundings) -> Made:
    """The whole of it."""
    made = Made(part.place)
    translation = Translation(around.report)
    identifier = part.text("id", "identifier")
    name = part.text("name") or name_of(identifier)
    if not name:
        name = "Imported process"
        part.report.note(part.place, "has no name.", "Give it one, and an id.")
    if identifier or name == "Imported process":
        made.put("id", safe_id(identifier or _NAMELESS), part.at("id"))
    if identifier and safe_id(identifier) != identifier:
        part.report.note(part.place, f"has the id “{made.data['id']}” here.", "Ids are one word.")
    made.put("name", name, part.at("name"))
    tags, place = part.take("tags")
    made.put("tags", texts_of(tags), place)
    made.put("owners", [each for each, _ in part.texts("owners")], part.at("owners"))
    declared = declarations(part, "inputs", translation)
    made.put("variables", translation.values(part.part("variables"), "variable"))
    phases = _phases(part, around)
    readings = [*translation.readings, *around.readings]
    declared += undeclared(readings, (Origin.RELEASE,), declared, around.report)
    known = {each.data["name"] for each in declared}
    asked = [*around.asked.items(), *((each, ("", at)) for each, at in translation.asked)]
    for asked_name, (kind, where) in asked:
        if asked_name not in known:
            known.add(asked_name)
            declared.append(_asked(asked_name, kind, where, part))
    made.put_all("inputs", declared, part.at("inputs") if part.has("inputs") else part.place)
    made.put_all("phases", phases, part.at("phases"))
    part.drop("Drumbeat has one workspace.", *SCOPE)
    part.drop("Drumbeat keeps versions itself; `drumbeat process export` writes a file.", *GIT)
    description = translation.described(part.text("description"))
    made.put("description", description, part.at("description"))
    part.finish()
    return made


def _phases(part: Part, around: Surroundings) -> list[Made]:
    taken: set[str] = set()
    return [_phase(each, around, taken) for each in part.parts("phases", "phase")]


def _phase(part: Part, around: Surroundings, taken: set[str]) -> Made:
    made = Made(part.place)
    translation = Translation(around.report)
    identifier, name = part.text("id", "identifier"), part.text("name")
    made.put("id", _phase_id(part, identifier or name, taken), part.place)
    made.put("name", name or name_of(identifier) or made.data["id"], part.at("name"))
    owners(part, made, translation)
    before = part.texts("depends-on", "dependsOn", "depends_on")
    made.put("depends-on", [safe_id(each) for each, _ in before], part.at("depends-on"))
    condition, place = translation.condition(part)
    made.put("if", condition, place)
    declared = declarations(part, "inputs", translation)
    put_outputs(made, outputs_of(part, translation), part.at("outputs"))
    made.put("variables", translation.values(part.part("variables"), "variable"))
    optional, place = part.take("optional")
    made.put("optional", optional is True, place)
    first = len(around.readings)
    ids: dict[str, int] = {}
    activities = [activity(each, around, ids) for each in part.parts("activities", "activity")]
    around.readings += translation.readings
    readings = around.readings[first:]
    declared += undeclared(readings, (Origin.PHASE,), declared, around.report)
    _shadowed(readings, declared, part)
    made.put_all("inputs", declared, part.place)
    made.put_all("activities", activities, part.at("activities"))
    description = translation.described(part.text("description"))
    made.put("description", description, part.at("description"))
    part.finish()
    return made


def _phase_id(part: Part, given: str, taken: set[str]) -> str:
    made = safe_id(given) if given else f"phase-{len(taken) + 1}"
    if part.text("id", "identifier") not in ("", made):
        part.report.note(part.place, f"has the id “{made}” here.", f"“{given}” cannot be one.")
    taken.add(made)
    return made


def _asked(name: str, kind: str, place: Place, part: Part) -> Made:
    made = Made(place)
    made.put("name", name)
    made.put("type", kind if kind in ("number", "boolean") else "string")
    part.report.note(
        place,
        f"asks for “{name}” when a release starts: it is an input of the process here.",
        "Say its type, and a default where there is one.",
    )
    return made


def _shadowed(readings: list[tuple[Reading, Place]], declared: list[Made], part: Part) -> None:
    own = {each.data["name"] for each in declared}
    for reading, place in readings:
        if reading.origin is Origin.RELEASE and reading.name in own:
            part.report.note(
                place,
                f"reads the global “{reading.name}”; this phase has an input of that name, which "
                "is nearer.",
                "Rename one of them.",
            )
