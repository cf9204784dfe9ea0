"""Which entries a text most likely speaks of: a few of each kind, so that thousands still fit.

Rare words find candidates in the whole text; `rapidfuzz` then says how near each is to one line of
it, since words that stand together mean more than words that are all there somewhere.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from orchestration.processes.grounding.known import Known
from orchestration.processes.grounding.wording import stems
from orchestration.processes.offered import Offered, OfferedEntry

MOST_ACTIVITIES = MOST_PIPELINES = MOST_ROLES = 20
MOST_PROCESSES = 8
_COMPARED = 3
"""So many times more candidates are compared line by line than are offered."""
_DESCRIBED = 0.3
"""What a word of a description is worth beside one of a name."""


def offered_for(text: str, known: Known) -> Offered:
    """The entries nearest to the text, most similar first; all of a kind where these are few."""
    told = _Told(text)
    return Offered(
        activities=_chosen(known.activities, told, MOST_ACTIVITIES),
        pipelines=_chosen(known.pipelines, told, MOST_PIPELINES),
        roles=_chosen(known.roles, told, MOST_ROLES),
        processes=_chosen(known.processes, told, MOST_PROCESSES),
    )


class _Told:
    """The lines of a text by their words, read once for every kind of entry."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self.by_word: defaultdict[str, list[int]] = defaultdict(list)
        for line in dict.fromkeys(text.splitlines()):
            words = stems(line)
            for each in dict.fromkeys(words):
                self.by_word[each].append(len(self.lines))
            self.lines.append(" ".join(words))

    def nearest_line(self, words: Sequence[str]) -> float:
        """0 to 100: how much of them the line has that has most of them."""
        rarest = min(
            (each for each in words if each in self.by_word),
            key=lambda each: len(self.by_word[each]),
            default=None,
        )
        if rarest is None:
            return 0.0
        lines = [self.lines[at] for at in self.by_word[rarest]]
        found = process.extractOne(" ".join(words), lines, scorer=fuzz.token_set_ratio)
        return found[1] if found else 0.0


class _Candidate(NamedTuple):
    entry: OfferedEntry
    named: list[str]
    described: frozenset[str]


def _chosen(entries: Sequence[OfferedEntry], told: _Told, most: int) -> tuple[OfferedEntry, ...]:
    candidates = [
        _Candidate(
            each,
            list(dict.fromkeys(stems(f"{each.name} {each.id}"))),
            frozenset(stems(each.description)),
        )
        for each in entries
    ]
    spread = Counter(word for each in candidates for word in {*each.named, *each.described})
    weights = {word: math.log(1 + len(candidates) / n) for word, n in spread.items()}

    def shared(words: Iterable[str]) -> float:
        found = all_of_them = 0.0
        for word in words:
            all_of_them += weights[word]
            found += weights[word] if word in told.by_word else 0.0
        return found / all_of_them if all_of_them else 0.0

    scored = [(shared(c.named) + _DESCRIBED * shared(c.described), c) for c in candidates]
    few = len(entries) <= most
    spoken = [each for each in scored if each[0] > 0 or few]
    likely = sorted(spoken, key=lambda each: (-each[0], each[1].entry.id))[: most * _COMPARED]
    ranked = sorted(
        likely,
        key=lambda each: (
            -(told.nearest_line(each[1].named) + 100 * each[0]),
            each[1].entry.id,
        ),
    )
    return tuple(_plain(each.entry) for _, each in ranked[:most])


def _plain(entry: OfferedEntry) -> OfferedEntry:
    """Without what only we need to know of it."""
    return OfferedEntry(id=entry.id, name=entry.name, description=entry.description)
