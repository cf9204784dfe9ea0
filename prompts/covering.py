"""Which steps of a text became nothing in a draft: computed here, whoever drafted it.

A step of the text is an item of a list, or what the outline reader takes for a step. Items below
one that became a step describe it.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.processes.proposal import ProcessDraft
from orchestration.values import name_key, plain_line
from prompts.outline import read_outline
from prompts.outline.blocks import blocks_of
from prompts.outline.cleaning import clean, plain
from prompts.outline.templates import unwrapped

MOST = 60
_LONGEST = 200
_FEWEST_WORDS = 3
"""Fewer are a label or a name."""
_SAME = 0.6
"""So much of the fewer words of both: they are about the same."""


def not_covered(text: str, draft: ProcessDraft) -> tuple[str, ...]:
    """What no step of the draft quotes, names or describes, in the order of the text."""
    told = _Told(draft)
    missing: dict[str, None] = {}
    for said in (*_items(text, told), *(each.evidence for each in read_outline(text).activities())):
        if len(name_key(said).split()) >= _FEWEST_WORDS and not told.about(said):
            missing[plain_line(said, _LONGEST)] = None
    return tuple(missing)[:MOST]


class _Told:
    """The words of a draft, prepared once for many questions."""

    def __init__(self, draft: ProcessDraft) -> None:
        keys = [name_key(each) for each in _texts(draft) if each]
        self._all = "\n".join(keys)
        self._each = [frozenset(key.split()) for key in keys]

    def about(self, said: str) -> bool:
        key = name_key(said)
        words = frozenset(key.split())
        return key in self._all or any(
            len(words & each) >= _SAME * min(len(words), len(each))
            for each in self._each
            if len(each) > 1
        )


def _texts(draft: ProcessDraft) -> Iterator[str]:
    for phase in draft.phases:
        yield phase.name
        for each in phase.activities:
            yield from (each.name, each.evidence, each.description, each.command)


def _items(text: str, told: _Told) -> Iterator[str]:
    """Items of lists, without those below one that became a step."""
    above: list[tuple[int, bool]] = []
    for block in unwrapped(blocks_of(clean(text).text)):
        if block.kind != "item":
            above = []
            continue
        while above and above[-1][0] >= block.indent:
            above.pop()
        said = plain(block.text)
        below_a_step = any(became for _, became in above)
        above.append((block.indent, below_a_step or told.about(said)))
        if not below_a_step:
            yield said
