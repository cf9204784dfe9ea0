"""When releases happen: the cadence or the calendar the text itself states."""

from __future__ import annotations

from prompts.outline.cues import CADENCE, WEEKDAY
from prompts.outline.phases import Phase
from prompts.outline.sentences import unbroken

LONGEST = 60_000
"""A document says early how often it is used."""


def schedule_of(text: str, phases: list[Phase]) -> str | None:
    """Days in the titles first, then the sentence with a cadence word; None when neither is there."""
    dated = [
        f"{phase.name}: {phase.when}"
        for phase in phases
        if phase.when and WEEKDAY.search(phase.when)
    ]
    if dated:
        return "; ".join(dated)[:200]
    text = text[:LONGEST]
    found = CADENCE.search(text)
    if not found:
        return None
    start = max(text.rfind(mark, 0, found.start()) for mark in (".", "\n", ";", "!")) + 1
    ends = [at for mark in (". ", "\n", ";", "!") if (at := text.find(mark, found.end())) > 0]
    said = unbroken(text[max(start, found.start() - 100) : min([*ends, found.end() + 90])])
    return said[:200].strip(" -*#") or None
