"""A process input of Harness as one of our input sets."""

from __future__ import annotations

from orchestration.processes.harness.declarations import entity_references
from orchestration.processes.harness.making import Made, name_of, safe_id
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.report import Report
from orchestration.processes.harness.translating import Translation

_OPEN = "is asked when a release starts: it was left open."


def process_inputs(part: Part, report: Report) -> Made:
    """Global values, values of each phase, and those of its activities or the set they link."""
    made = Made(part.place)
    translation = Translation(report)
    identifier, name = part.text("identifier", "id"), part.text("name")
    name = name or name_of(identifier) or "Imported inputs"
    made.put("id", safe_id(identifier or name), part.at("identifier"))
    made.put("name", name, part.at("name"))
    process = part.text("processRef", "processIdentifier", "process")
    made.put("process", safe_id(process) if process else "", part.at("processRef"))
    given = part.part("global")
    made.put("inputs", _values(given, translation, "global"), part.at("global"))
    if given:
        given.finish()
    phases = [_phase(each, translation) for each in part.parts("phases", "phase")]
    made.put_all("phases", phases, part.at("phases"))
    for _, place in translation.asked:
        report.note(place, _OPEN, "Whoever starts a release fills it in.")
    made.put("description", translation.described(part.text("description")), part.at("description"))
    part.drop("It is worked out from what is declared.", "status", "lastUpdated")
    part.finish()
    return made


def _phase(part: Part, translation: Translation) -> Made:
    made = Made(part.place)
    phase = safe_id(part.text("id", "identifier") or "phase")
    made.put("id", phase, part.at("id"))
    made.put("inputs", _values(part, translation, phase), part.place)
    listed = part.parts("activities", "activity")
    activities = [_activity(each, phase, translation) for each in listed]
    made.put_all("activities", activities, part.at("activities"))
    part.drop("The process says it.", "name")
    part.finish()
    return made


def _activity(part: Part, phase: str, translation: Translation) -> Made:
    made = Made(part.place)
    own = safe_id(part.text("id", "identifier") or "activity")
    made.put("id", own, part.at("id"))
    linked = part.text("inputSet", "activityInput", "activityInputRef", "inputSetRef")
    if linked:
        made.put("linked", safe_id(linked), part.place)
        part.report.note(
            part.place,
            f"is linked to the activity input set “{made.data['linked']}”.",
            "Make it in the input store.",
        )
    made.put("inputs", _values(part, translation, f"{phase}.{own}"), part.place)
    part.drop("The process says it.", "name", "activity")
    part.finish()
    return made


def _values(part: Part | None, translation: Translation, whose: str) -> dict[str, object]:
    """`with:` and `inputs:`, also `inputs: {with: …}`; references to entities without their map."""
    found: dict[str, object] = {}
    for key in ("with", "inputs"):
        inner = part.part(key) if part else None
        if inner is None:
            continue
        if set(inner.data) == {"with"} and isinstance(inner.data["with"], dict):
            inner = inner.part("with")
        values = translation.values(inner, f"{whose} input")
        for name, value in values.items():
            found[name] = value
            if inner and isinstance(value, dict):
                found[name] = _entity(value, name, inner)
            elif inner and (references := entity_references(value)) is not None:
                found[name] = references
                inner.note(name, "names entities of Harness; their references were kept.", "")
    return found


def _entity(value: dict[str, object], name: str, part: Part) -> object:
    references = entity_references(value.get("default"))
    if references is None or not set(value) <= {"default", "metadata"}:
        return value
    part.note(
        name,
        "names entities of Harness; their references were kept, their metadata left out.",
        "Compare with what the pipeline takes.",
    )
    return references
