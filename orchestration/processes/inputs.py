"""What a process asks to be told before it runs, and what it may be told (product.md section 2)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import JsonValue

from orchestration.processes.written import Written


class InputType(StrEnum):
    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LIST = "list"
    OBJECT = "object"
    DATE = "date"
    USER = "user"
    SECRET = "secret"  # noqa: S105 - the name of a type
    """A reference such as `env:NAME`, never the value."""


class InputSpec(Written):
    """A value that changes from release to release and must be known before it starts."""

    name: str
    type: InputType = InputType.STRING
    description: str = ""
    required: bool = True
    default: JsonValue = None
    allowed_values: tuple[JsonValue, ...] = ()
    pattern: str = ""
    """What the whole of a text must match."""
    min: float | None = None
    """The least number, or the least length of a text or list."""
    max: float | None = None

    @property
    def is_version(self) -> bool:
        """Every release is asked for its version: nobody types it twice."""
        return self.name.strip().lower() in {"version", "release version"}
