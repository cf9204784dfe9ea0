"""An activity definition of Harness' store as one of ours."""

from __future__ import annotations

from orchestration.processes.harness.activities import TYPES, put_limits, put_outputs, texts_of
from orchestration.processes.harness.approvals import APPROVALS, tasks_of
from orchestration.processes.harness.declarations import declarations, undeclared
from orchestration.processes.harness.making import Made, name_of, read_input, safe_id
from orchestration.processes.harness.parts import Part
from orchestration.processes.harness.pipelines import outputs_of, pipeline_of, subprocess_id
from orchestration.processes.harness.processes import GIT, SCOPE
from orchestration.processes.harness.references import Origin
from orchestration.processes.harness.report import Report
from orchestration.processes.harness.translating import Translation
from orchestration.processes.input_values import as_text
from orchestration.processes.model import ActivityType

_INSTANCE = ("depends-on", "dependsOn", "if", "ifCondition", "owners", "owner", "notifications")


def store_activity(part: Part, report: Report) -> Made:
    """Its pipeline's variables are mapped from its inputs; `<+input>` becomes an input."""
    made = Made(part.place)
    translation = Translation(report)
    identifier, name = part.text("id", "identifier"), part.text("name")
    name = name or name_of(identifier) or "Imported activity"
    made.put("id", safe_id(identifier or name), part.at("id"))
    made.put("name", name, part.at("name"))
    tags, place = part.take("tags")
    made.put("tags", texts_of(tags), place)
    pipeline = pipeline_of(part, translation)
    process = subprocess_id(part, "process", "processIdentifier", "processRef")
    kind = _type(part, pipeline is not None, bool(process))
    made.put("type", kind.value, part.at("type") if part.has("type") else part.place)
    mapped = kind is ActivityType.SUBPROCESS
    declared = [] if mapped else declarations(part, "inputs", translation)
    if mapped:
        made.put("process-inputs", translation.values(part.part("inputs"), "input"))
    if pipeline:
        made.put("pipeline", pipeline.name, pipeline.place)
        known = {each.data["name"] for each in declared}
        for asked, (word, place) in pipeline.asked.items():
            pipeline.inputs[asked] = read_input(asked)
            if asked not in known:
                new = Made(place)
                new.put("name", asked)
                new.put("type", word if word in ("number", "boolean") else "string")
                declared.append(new)
        made.put("pipeline-inputs", pipeline.inputs, pipeline.inputs_place)
    put_outputs(made, outputs_of(part, translation), part.at("outputs"))
    declared += undeclared(translation.readings, tuple(Origin), declared, report)
    made.put_all("inputs", declared, part.at("inputs") if part.has("inputs") else part.place)
    made.put("process", process, part.at("process"))
    made.put("tasks", [each.data for each in tasks_of(part, name)])
    put_limits(part, made)
    variables = part.part("variables")
    for key, value in translation.values(variables, "variable").items():
        translation.kept.append(f"variable {key}: {as_text(value)}")
        report.note(
            part.at("variables"),
            "are values of one use of the activity; they are kept in the description.",
            "Say them in the process.",
        )
    part.drop("It belongs to the use of the activity in a process.", *_INSTANCE)
    part.drop("Drumbeat has one workspace.", *SCOPE)
    part.drop("Drumbeat keeps versions itself.", *GIT)
    made.put("description", translation.described(part.text("description")), part.at("description"))
    part.finish()
    return made


def _type(part: Part, pipeline: bool, process: bool) -> ActivityType:
    word = part.text("type").lower()
    if word in TYPES:
        return TYPES[word]
    if word:
        part.note("type", f"“{word}” is no type here.", "Choose automated, manual or subprocess.")
    if pipeline:
        return ActivityType.AUTOMATED
    if process:
        return ActivityType.SUBPROCESS
    if not any(part.has(each) for each in (*APPROVALS, "tasks")):
        part.report.note(
            part.place,
            "names neither a pipeline nor tasks; it was taken as manual, one to-do of its owner.",
            "Add the sign-off or the tasks it asks for.",
        )
    return ActivityType.MANUAL
