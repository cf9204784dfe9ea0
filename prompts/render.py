"""Renders the prompts: Jinja2 templates beside this module, a missing variable is an error."""

from __future__ import annotations

import secrets
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - prompts are plain text; what a model answers is escaped later
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: object) -> str:
    """The prompt `template` with its variables; raises `UndefinedError` where one is missing."""
    return _TEMPLATES.get_template(f"{template}.md.j2").render(**values).strip() + "\n"


def new_fence() -> str:
    """A mark that no pasted text can hold, since nobody could know it."""
    return f"TEXT-{secrets.token_hex(8)}"
