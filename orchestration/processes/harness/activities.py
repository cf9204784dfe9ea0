"""An activity of a phase, in each of its forms: by reference, nested, with a pipeline inline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from orchestration.processes.durations import duration_from
from orchestration.processes.harness.approvals import APPROVALS, tasks_of
from orchestration.processes.harness.making import Made, name_of, read_input, safe_id
from orchestration.processes.harness.parser import Reading
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.pipelines import (
    PipelineUse,
    outputs_of,
    pipeline_of,
    subprocess_id,
)
from orchestration.processes.harness.references import Origin
from orchestration.processes.harness.report import Report
from orchestration.processes.harness.translating import Translation
from orchestration.processes.model import ActivityType
from orchestration.strict_yaml import Place

TYPES: Final = {
    **{each.value: each for each in ActivityType},
    "pipeline": ActivityType.AUTOMATED,
    "queue": ActivityType.AUTOMATED,
    "pipelinequeue": ActivityType.AUTOMATED,
}
_ON_FAILURE: Final = {"stop": "hold", "continue": "ignore", "ignore": "ignore", "retry": "retry"}


@dataclass(slots=True)
class Surroundings:
    """What the activities of a file share."""

    report: Report
    store: Mapping[str, ActivityType]
    """Types of the store's activities that are known already."""
    unknown: set[str] = field(default_factory=set)
    readings: list[tuple[Reading, Place]] = field(default_factory=list)
    asked: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """Inputs that Harness asks for at the start: name, then type and place."""


def activity(part: Part, around: Surroundings, taken: dict[str, int]) -> Made:
    """One activity; `taken` are the ids of its phase so far, with how often each was wanted."""
    translation = Translation(around.report)
    made = Made(part.place)
    uses = part.text("activity") if not isinstance(part.data.get("activity"), dict) else ""
    name = part.text("name")
    made.put("id", _id(part, uses or name, taken), part.place)
    made.put("name", name or name_of(uses) or made.data["id"], part.place)
    pipeline = _pipeline(part, translation)
    kind = _type(part, uses, pipeline, around)
    made.put("type", kind.value, part.at("type") if part.has("type") else part.place)
    made.put("uses", safe_id(uses) if uses else "", part.at("activity"))
    _order(part, made, translation)
    owners(part, made, translation)
    if pipeline:
        made.put("pipeline", pipeline.name, pipeline.place)
        for name_asked, said in pipeline.asked.items():
            around.asked.setdefault(name_asked, said)
    if process := subprocess_id(part, "process", "processIdentifier", "processRef"):
        made.put("process", process, part.at("process"))
    inputs = (pipeline.inputs if pipeline else {}) | translation.values(
        part.part("inputs"), "input"
    )
    if pipeline:
        inputs |= {each: read_input(each) for each in pipeline.asked}
    made.put("inputs", inputs, part.at("inputs") if part.has("inputs") else part.place)
    put_outputs(made, outputs_of(part, translation), part.at("outputs"))
    made.put("variables", translation.values(part.part("variables"), "variable"))
    made.put("tasks", [each.data for each in tasks_of(part, made.data["name"])])
    put_limits(part, made)
    optional, place = part.take("optional")
    made.put("optional", optional is True, place)
    around.asked |= {each: ("", at) for each, at in translation.asked if each not in around.asked}
    around.readings += translation.readings
    _nowhere_said(translation.readings, made, around.report)
    part.drop("It is kept with the activity of the store.", "tags")
    description = translation.described(part.text("description"))
    made.put("description", description, part.at("description"))
    part.finish()
    return made


def _id(part: Part, fallback: str, taken: dict[str, int]) -> str:
    given = part.text("id", "identifier")
    if given:
        made = safe_id(given)
        if made != given:
            part.report.note(part.place, f"has the id “{made}” here.", f"“{given}” cannot be one.")
        taken.setdefault(made, 1)
        return made
    made = safe_id(fallback) if fallback else "activity"
    if made in taken:
        made = _numbered(made, taken)
        part.report.note(part.place, f"is “{made}” here: it has no id of its own.", "Give it one.")
    taken.setdefault(made, 1)
    return made


def _numbered(wanted: str, taken: dict[str, int]) -> str:
    while True:
        taken[wanted] += 1
        free = f"{wanted}_{taken[wanted]}"
        if free not in taken:
            return free


def _pipeline(part: Part, translation: Translation) -> PipelineUse | None:
    holder = part.part("data") if part.has("data") else part
    found = pipeline_of(holder, translation) if holder else None
    if holder is not None and holder is not part:
        holder.finish()
        found = found or pipeline_of(part, translation)
    return found


def _type(
    part: Part, uses: str, pipeline: PipelineUse | None, around: Surroundings
) -> ActivityType:
    word = part.text("type").lower().replace("_", "").replace(" ", "")
    if "queue" in word:
        part.note("type", "collects the runs of a pipeline, which nothing here does.", "Model it.")
    if word and word in TYPES:
        return TYPES[word]
    if word:
        part.note("type", f"“{word}” is no type here; it was taken as automated.", "Choose one.")
        return ActivityType.AUTOMATED
    if pipeline:
        return ActivityType.AUTOMATED
    if part.has("process"):
        return ActivityType.SUBPROCESS
    if part.has("tasks") or any(part.has(each) for each in APPROVALS):
        return ActivityType.MANUAL
    if known := around.store.get(uses):
        return known
    if uses not in around.unknown:
        around.unknown.add(uses)
        what = f"uses “{uses}” of the store" if uses else "does not say what kind of work it is"
        part.report.note(
            part.place,
            f"{what}; it was taken as automated, run by hand until there is a pipeline.",
            "Import that activity, too; where it is manual, write type: manual."
            if uses
            else "Write type: manual, or name its pipeline.",
        )
    return ActivityType.AUTOMATED


def _order(part: Part, made: Made, translation: Translation) -> None:
    before = part.texts("depends-on", "dependsOn", "depends_on")
    made.put("depends-on", [safe_id(each) for each, _ in before], part.at("depends-on"))
    condition, place = translation.condition(part)
    made.put("if", condition, place)


def _nowhere_said(readings: list[tuple[Reading, Place]], made: Made, report: Report) -> None:
    """An activity without a definition in the store has only the inputs that it is given here."""
    for reading, place in readings:
        known = "uses" in made.data or reading.name in made.data.get("inputs", {})
        if reading.origin is Origin.ACTIVITY and not known:
            report.note(place, f"reads the input “{reading.name}”, which nothing gives.", "Add it.")


def owners(part: Part, made: Made, translation: Translation) -> None:
    """The first is the owner; others are reported and kept in the description."""
    found = [*part.texts("owners"), *part.texts("owner")]
    for n, (name, place) in enumerate(found):
        if n == 0:
            made.put("owner", name, place)
            continue
        translation.kept.append(f"further owner: {name}")
        part.report.note(
            place,
            f"“{name}” is a further owner; a phase or activity has one. It is kept in the "
            "description.",
            "Bind both to one role with *Who is who…*, or name the second as its backup.",
        )


def put_outputs(made: Made, outputs: dict[str, str], place: Place) -> None:
    """A list of names, or a map where one of them says where it comes from."""
    values = {name: value or None for name, value in outputs.items()}
    made.put("outputs", values if any(outputs.values()) else list(outputs), place)


def put_limits(part: Part, made: Made) -> None:
    """What happens when it fails or takes too long."""
    timeout = part.text("timeout")
    try:
        if timeout:
            duration_from(timeout)
            made.put("timeout", timeout, part.at("timeout"))
    except ValueError as error:
        part.note("timeout", f"{error}; it was left out.", "Write it as 30 min or 2 h.")
    said, place = part.take("on_failure", "onFailure", "on-failure")
    word = str(said or "").lower()
    made.put("on-failure", _ON_FAILURE.get(word), place)
    if word == "stop":
        part.report.note(
            place,
            "stops when it fails: here it is held, and what depends on it waits.",
            "Write on-failure: fail where the release should end.",
        )
    elif word and word not in _ON_FAILURE:
        part.report.note(
            place, "is not known and was left out.", "Say hold, retry, ignore or fail."
        )


def texts_of(value: Any) -> list[str]:
    """Tags, also as a map: `{team: web}` → `team:web`."""
    if isinstance(value, dict):
        return [f"{key}:{each}" if each not in (None, "") else key for key, each in value.items()]
    if isinstance(value, list):
        return [str(each) for each in value if isinstance(each, str | int)]
    return [value] if isinstance(value, str) else []
