"""A process as YAML: every field that says something, in the order of the model."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from io import StringIO
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from orchestration.processes.durations import duration_text
from orchestration.processes.model import Process, Subprocess

_ALWAYS = frozenset({"id", "name", "type", "kind"})
"""Written also where they are the default: a reader should not have to know it."""


def process_yaml(process: Process) -> str:
    """The text that `read_process` reads back to an equal process."""
    stream = StringIO()
    yaml_writer().dump({"process": process_data(process)}, stream)
    return stream.getvalue()


def process_data(process: BaseModel) -> dict[str, Any]:
    """The process, or another document, as plain data with the keys of the YAML."""
    data: dict[str, Any] = _plain(process)
    return data


def yaml_writer() -> YAML:
    """Lists indented under their key, no line folded: small differences stay small."""
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1_000_000
    yaml.preserve_quotes = True
    return yaml


def _plain(value: Any) -> Any:
    if isinstance(value, Subprocess):
        return f"{value.id}@{value.version}" if value.version else str(value.id)
    if isinstance(value, BaseModel):
        return _map(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, str) and "\n" in value and value == value.strip("\n "):
        return LiteralScalarString(value)
    return value


def _map(model: BaseModel) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        key = str(field.alias)
        if key == "output-values":
            continue
        from_where: dict[str, str] = getattr(model, "output_values", {})
        if key == "outputs" and from_where:
            found[key] = {each: from_where.get(each) for each in value}
        elif key in _ALWAYS or value != field.get_default(call_default_factory=True):
            found[key] = _plain(value)
    return found
