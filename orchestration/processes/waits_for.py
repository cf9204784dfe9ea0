"""`waits-for` of a phase: a release, or one of its phases, by whatever people call it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema

_REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]*-[0-9]+")


class Awaited(NamedTuple):
    """What one entry says."""

    said: str
    release: str
    """A reference such as `WEB-12`; or a process or group, whose running or next one is meant."""
    phase: str | None
    """By id or name; None for the whole release."""

    @property
    def is_reference(self) -> bool:
        return _REFERENCE.fullmatch(self.release) is not None


def read_awaited(said: str) -> Awaited:
    """`WEB-12`, `WEB-12.verify`, `ledger.production`."""
    release, dot, phase = said.strip().partition(".")
    return Awaited(said, release.strip(), phase.strip() or None if dot else None)


def is_awaited(said: str) -> bool:
    """False for what names no release, or says a dot and no phase behind it."""
    release, dot, phase = said.strip().partition(".")
    return bool(release.strip()) and (not dot or bool(phase.strip()))


def _dotted(said: Any) -> Any:
    """`{release: WEB-12, phase: verify}` is `WEB-12.verify`."""
    if not isinstance(said, Mapping) or not set(said) <= {"release", "phase"}:
        return said
    release, phase = said.get("release"), said.get("phase")
    if not isinstance(release, str) or not isinstance(phase, str | None):
        return said
    return f"{release}.{phase}" if phase else release


AwaitedText = Annotated[
    str,
    BeforeValidator(_dotted),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"release": {"type": "string"}, "phase": {"type": "string"}},
                    "required": ["release"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


def as_list(said: Any) -> Any:
    """One may be said without a list around it."""
    return (said,) if isinstance(said, str | Mapping) else said
