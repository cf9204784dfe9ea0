"""Texts with `<+…>` in them as texts with `{{ … }}` in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestration.processes.harness.expressions import Translated, translated_bracket
from orchestration.processes.harness.parser import Reading
from orchestration.processes.harness.tokens import LONGEST, Untranslatable

RUNTIME_INPUT: Final = "<+input>"
"""Harness asks for this value when a release starts."""


@dataclass(frozen=True, slots=True)
class TranslatedText:
    text: str
    readings: tuple[Reading, ...] = ()
    whole: Translated | None = None
    """Where the text is one expression and nothing else."""


def has_expression(text: str) -> bool:
    return "<+" in text or "${" in text


def translated_text(source: str) -> TranslatedText:
    """Also of a text without any; raises `Untranslatable`."""
    if has_expression(source) and len(source) > LONGEST:
        raise Untranslatable(f"It has more than {LONGEST:,} characters.", "Split it.")
    pieces: list[str] = []
    readings: list[Reading] = []
    whole: Translated | None = None
    at = 0
    while (opened := _next_opening(source, at)) >= 0:
        found = translated_bracket(source, opened)
        whole = found if opened == 0 and found.end == len(source) else None
        pieces += [_escaped(source[at:opened], before=True), f"{{{{ {found} }}}}"]
        readings += found.readings
        at = found.end
    return TranslatedText("".join([*pieces, _escaped(source[at:])]), tuple(readings), whole)


def _next_opening(source: str, at: int) -> int:
    places = [place for sign in ("<+", "${") if (place := source.find(sign, at)) >= 0]
    return min(places, default=-1)


def _escaped(literal: str, *, before: bool = False) -> str:
    """So that no brace of the text, nor one before an expression, opens an expression."""
    text = literal.replace("{{", '{{ "{{" }}')
    return f'{text[:-1]}{{{{ "{{" }}}}' if before and text.endswith("{") else text
