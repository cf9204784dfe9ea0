"""Secrets by reference: `env:NAME` and `file:PATH`, read when they are needed, never written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SECRET_BYTES: Final = 64_000
REFERENCE: Final = re.compile(r"(env|file):(.+)", re.DOTALL)
OURS: Final = frozenset(
    {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL", "OPENAI_API_KEY"}
)
"""Drumbeat's own credentials: a pipeline that needs such a thing gets one of its own."""


def is_reference(value: str) -> bool:
    return REFERENCE.fullmatch(value) is not None


def is_ours(value: str) -> bool:
    """True for a reference to one of Drumbeat's own credentials."""
    reference = REFERENCE.fullmatch(value)
    return reference is not None and reference[1] == "env" and reference[2] in OURS


def resolved_value(value: str, environ: Mapping[str, str]) -> str | None:
    """What it refers to, or the value itself; None for a reference that leads nowhere."""
    reference = REFERENCE.fullmatch(value)
    if reference is None:
        return value
    if reference[1] == "env":
        return environ.get(reference[2])
    try:
        with Path(reference[2]).open("rb") as file:
            return file.read(SECRET_BYTES).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return None
