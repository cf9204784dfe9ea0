"""Steps spoken of by number: `in parallel with step 2`, `after step 3`, `steps 4 and 5 together`."""

from __future__ import annotations

import re

from prompts.outline.phases import Phase
from prompts.outline.step import Step

_N = r"(?:(?:steps?|tasks?|items?|no\.?|number|schritt) ?#?|#)?(?P<n>\d{1,2})\b(?![%.:]\d|:\d| ?(?:%|am|pm|h|min|hours?|days?|weeks?|minutes?|people|of)\b)"
_ALONGSIDE = re.compile(
    rf"(?i)\b(?:(?:in )?parallel(?:ly)?|together|at the same time|simultaneously|concurrently|side by side|alongside)(?: (?:with|to|as|of))? {_N}"
)
_AFTER = re.compile(
    r"(?i)\b(?:(?:can|may) (?:start|begin|run|happen)(?: as soon as| once| right)?|as soon as|only needs|depends on|needs)(?: only)?(?: after)? (?:step|task|item) ?#?(?P<n>\d{1,2})\b"
)
_TOGETHER = re.compile(
    r"(?i)\bsteps? #?(?P<a>\d{1,2})(?: ?(?:and|&|,|\+|-|–|to|through) ?(?:steps? )?#?(?P<b>\d{1,2}))?(?: ?(?:and|&) ?(?:steps? )?#?(?P<c>\d{1,2}))? (?:(?:can|may|should|must|are|is|be|run|runs|start|starts|happen|happens|go|done|executed|performed|both|all) ){1,4}(?:in parallel|parallel|at the same time|simultaneously|together|concurrently|side by side)(?: (?:with|to|as) (?:step )?#?(?P<d>\d{1,2}))?"
)


LONGEST = 60_000
MOST_PAIRS = 20


def with_references(phases: list[Phase], words: str) -> None:
    """Resolve numbers within a phase; a number that no earlier step bears says nothing."""
    pairs = [
        sorted({int(n) for n in found.groups() if n})
        for found in _TOGETHER.finditer(words[:LONGEST])
    ]
    for phase in phases:
        known: dict[str, Step] = {}
        for step in phase.steps:
            _own(step, known)
            if step.number:
                known.setdefault(step.number, step)
        for numbers in pairs[:MOST_PAIRS]:
            named = [known[str(n)] for n in numbers if str(n) in known]
            if len(named) == len(numbers) > 1:
                for step in named[1:]:
                    step.alongside = named[0]


def _own(step: Step, known: dict[str, Step]) -> None:
    said = step.text[:1000]
    if (found := _ALONGSIDE.search(said)) and (other := known.get(found.group("n"))):
        step.alongside, step.beside = other, False
    elif (found := _AFTER.search(said)) and (other := known.get(found.group("n"))):
        step.follows = other
