"""The JSON Schema of a process's YAML, generated from the model (docs/process.schema.json)."""

from __future__ import annotations

from typing import Any, Final

from orchestration.processes.model import Process

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def process_schema() -> dict[str, Any]:
    """For editors: completion and checks while the file is written."""
    made = Process.model_json_schema(by_alias=True)
    definitions = made.pop("$defs")
    for kind in ("Activity", "Phase"):
        _with_outputs_from(definitions[kind])
        if "id" in definitions[kind].get("required", ()):
            definitions[kind]["required"].remove("id")
    definitions["Process"] = made
    return {
        "$schema": DIALECT,
        "title": "A Drumbeat process",
        "type": "object",
        "properties": {"process": {"$ref": "#/$defs/Process"}},
        "required": ["process"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _with_outputs_from(definition: dict[str, Any]) -> None:
    """`outputs` is a list of names, or a map that says where each comes from."""
    properties = definition["properties"]
    properties.pop("output-values")
    names = properties["outputs"]
    from_where = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
    properties["outputs"] = {"anyOf": [names, from_where]}
