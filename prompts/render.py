"""Renders the prompts: Jinja2 templates beside this module, a missing variable is an error."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.meta import find_referenced_templates

from orchestration.values import plain_line

_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - prompts are plain text; what a model answers is escaped later
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["line"] = plain_line


def render(template: str, **values: object) -> str:
    """The prompt `template` with its variables; raises `UndefinedError` where one is missing."""
    return _TEMPLATES.get_template(_file(template)).render(**values).strip() + "\n"


@cache
def hash_of(*templates: str) -> str:
    """What tells one wording of these templates from every other: a hash of their sources.

    Of what they include as well, so that a draft says by which words it was asked for.
    """
    digest = hashlib.sha256()
    for each in _with_what_they_include([_file(each) for each in templates]):
        digest.update((_HERE / each).read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def new_fence() -> str:
    """A mark that no pasted text can hold, since nobody could know it."""
    return f"TEXT-{secrets.token_hex(8)}"


def _file(template: str) -> str:
    return f"{template}.md.j2"


def _with_what_they_include(files: list[str]) -> list[str]:
    found = dict.fromkeys(files)
    left = list(files)
    while left:
        parsed = _TEMPLATES.parse((_HERE / left.pop()).read_text(encoding="utf-8"))
        new = [each for each in find_referenced_templates(parsed) if each and each not in found]
        found.update(dict.fromkeys(new))
        left += new
    return sorted(found)
