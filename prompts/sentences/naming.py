"""Which part of a process somebody means by a name: exactly, by its words, or nearly so spelled."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from orchestration.processes.model import Process
from orchestration.values import name_key

_AROUND = re.compile(
    r"^(?:the|a|an|our)\s+|^(?:step|activity|phase|task)\s+(?=\S)|\s+(?:step|activity|phase|task)$",
    re.IGNORECASE,
)
_PHASE = re.compile(r"\bphase\b", re.IGNORECASE)
_NEAR, _APART = 84.0, 6.0


class Unclear(Exception):  # noqa: N818 - a claim about the words, told to who wrote them
    """No part is meant, or more than one; says so in a sentence."""


class Parts:
    """The phases and activities of a process by their names, with those that are being added."""

    def __init__(self, process: Process) -> None:
        self._named: dict[str, str] = {each.id: each.name for each in process.phases}
        self._named |= {str(ref): each.name for ref, each in process.by_ref.items()}

    def add(self, key: str, name: str) -> None:
        self._named[key] = name

    def is_phase(self, place: str) -> bool:
        return "." not in place and not place.startswith("+a")

    def called(self, place: str) -> str:
        return self._named[place]

    def find(self, said: str) -> str:
        """The place of the part; raises `Unclear`."""
        bare = bare_name(said)
        wants_phase = bool(_PHASE.search(said)) and name_key(said) != name_key(bare)
        found = self._meant(bare, phases_only=wants_phase)
        if not found:
            raise Unclear(self._none(bare))
        if len(found) > 1:
            shown = " or ".join(f"“{self._named[each]}”" for each in found[:4])
            raise Unclear(f"“{bare}” may be {shown}: write the whole name.")
        return found[0]

    def _meant(self, bare: str, *, phases_only: bool) -> list[str]:
        key = name_key(bare)
        there = {
            place: name_key(name)
            for place, name in self._named.items()
            if not phases_only or self.is_phase(place)
        }
        exact = [place for place, name in there.items() if name == key]
        if exact:
            return self._rather_activities(exact)
        if bare in there:
            return [bare]
        words = set(key.split())
        within = [place for place, name in there.items() if words and words <= set(name.split())]
        if within:
            return self._rather_activities(within)
        scored = sorted(
            ((fuzz.ratio(name, key), place) for place, name in there.items()), reverse=True
        )
        near = [(score, place) for score, place in scored if score >= _NEAR]
        if not near:
            return []
        return self._rather_activities([p for score, p in near if near[0][0] - score < _APART])

    def _rather_activities(self, places: list[str]) -> list[str]:
        """Of a phase and an activity of one name the activity is meant, unless *phase* is said."""
        return [each for each in places if not self.is_phase(each)] or places

    def _none(self, bare: str) -> str:
        best = max(
            self._named.values(),
            key=lambda name: fuzz.token_set_ratio(name_key(name), name_key(bare)),
            default="",
        )
        alike = best and fuzz.token_set_ratio(name_key(best), name_key(bare)) >= 60
        nearest = f" Did you mean “{best}”?" if alike else ""
        return f"There is no “{bare}” here.{nearest}"


def bare_name(said: str) -> str:
    """Without the article, and without the word for what it is."""
    bare = said.strip()
    while (shorter := _AROUND.sub("", bare, count=1).strip()) and shorter != bare:
        bare = shorter
    return bare
