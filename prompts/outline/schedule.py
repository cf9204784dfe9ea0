"""When releases happen: the cadence or the calendar the text itself states."""

from __future__ import annotations

import re

from prompts.outline.cues import CADENCE, TIME, WEEKDAY
from prompts.outline.phases import Phase
from prompts.outline.sentences import unbroken

LONGEST = 60_000
"""A document says early how often it is used."""
TERSE = 8
"""Words: a line as short as that speaks of what the text is about."""
_OF_RELEASES = re.compile(
    r"(?i)\b(?:releas|deploy|ship|train|roll-?outs?|version|cycle|cadence|schedule|sprint|publish|freez|launch|cut|go(?:es)? (?:out|live)|veröffentlich|ausroll|rollt|publi|livr|lanz|lança)\w*"
)
_DESCRIBES = re.compile(
    r"(?i)^(?:(?:bi-?)?weekly|fortnightly|monthly|quarterly|nightly|daily|yearly)$"
)
_NOUN_AFTER = re.compile(
    r"(?i)^ (?!(?:on|at|by|in|from|and|or|with|to|for|as|if|when|after|before|is|are|we|then|using)\b)((?:[\w-]+ ?){1,4})"
)
_GOES_ON = re.compile(
    rf"(?:,? (?:(?i:on|at|by|in the|in|from|around) )?(?:the )?{TIME.pattern[4:]})", re.IGNORECASE
)


def schedule_of(text: str, phases: list[Phase]) -> str | None:
    """Days in the titles first, then the cadence words of a sentence about releases; else None."""
    dated = [
        phase.name if phase.when in phase.name else f"{phase.name}: {phase.when}"
        for phase in phases
        if phase.when and WEEKDAY.search(phase.when)
    ]
    if dated:
        return "; ".join(dated)[:200]
    text = text[:LONGEST]
    for count, found in enumerate(CADENCE.finditer(text)):
        if count < 50 and is_of_releases(found, text):
            end = found.end()
            while more := _GOES_ON.match(text, end):
                end = more.end()
            return unbroken(text[found.start() : end])[:200]
    return None


def is_of_releases(found: re.Match[str], text: str) -> bool:
    """`a weekly mobile release`, but not `a daily note`: what the cadence is said of."""
    start = max(text.rfind(mark, 0, found.start()) for mark in (".", "\n", ";", "!")) + 1
    ends = [at for mark in (". ", "\n", ";", "!") if (at := text.find(mark, found.end())) > 0]
    said = text[max(start, found.start() - 200) : min([*ends, found.end() + 200])]
    if _DESCRIBES.match(found.group(0)) and (
        noun := _NOUN_AFTER.match(text[found.end() : found.end() + 80])
    ):
        return bool(_OF_RELEASES.search(noun.group(1)))
    return bool(_OF_RELEASES.search(said)) or len(said.split()) <= TERSE
