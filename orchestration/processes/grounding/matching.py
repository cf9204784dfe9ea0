"""What a drafted step refers to, where that exists and no other could be meant; else the nearest.

A wrong pipeline is worse than none: by words alone only the same words match, or an id that the
step spells out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from orchestration.processes.grounding.known import Known, KnownActivity
from orchestration.processes.grounding.wording import joined_words, stems
from orchestration.processes.model import Activity, ActivityType
from orchestration.processes.offered import OfferedEntry
from orchestration.processes.proposal import ProposedActivity
from orchestration.values import name_key

Entry = TypeVar("Entry", bound=OfferedEntry)

_LEAST_LIKE = 60
"""Of 100; less alike is no candidate."""


class Match(NamedTuple):
    """What does the work of a step; nothing where nobody knows yet."""

    uses: KnownActivity | None = None
    pipeline: str | None = None


class Matching:
    """Everything known by its words, prepared once for many steps."""

    def __init__(self, known: Known) -> None:
        self._activities = {each.id: each for each in known.activities}
        self._pipelines = {each.id: each for each in known.pipelines}
        self._activities_by_words = _by_words(known.activities)
        self._pipelines_by_words = _by_words(known.pipelines)
        self._roles = {
            words: each.name or each.id for words, each in _by_words(known.roles).items()
        }

    def of(self, step: ProposedActivity) -> Match:
        """By the id that its drafter chose, where there is one of it; else by its words.

        An approval keeps the approvers that the text names: nothing of the store stands for it.
        """
        if step.approval:
            return Match()
        if chosen := self._activities.get(step.uses):
            return Match(uses=chosen)
        automated = step.type == "automated"
        used = _said(step, self._activities, self._activities_by_words)
        if used is not None and (used.type is not ActivityType.MANUAL) == automated:
            return Match(uses=used)
        if not automated:
            return Match()
        runs = self._pipelines.get(step.pipeline)
        runs = runs or _said(step, self._pipelines, self._pipelines_by_words)
        return Match(pipeline=runs.id if runs else None)

    def role(self, name: str | None) -> str | None:
        """As it is called here, where it is a role of the same words."""
        return self._roles.get(_words(name), name) if name else name


def unmatched(activity: Activity) -> bool:
    """True where a machine should do it and none is named."""
    return activity.type is ActivityType.AUTOMATED and not activity.pipeline and not activity.uses


def nearest(
    activity: Activity, entries: Sequence[OfferedEntry], most: int = 5
) -> tuple[OfferedEntry, ...]:
    """The candidates for an activity without a match, most alike first."""
    keys = [" ".join(dict.fromkeys(stems(f"{each.name} {each.id}"))) for each in entries]
    wanted = " ".join(stems(activity.name))
    found = process.extract(
        wanted, keys, scorer=fuzz.token_set_ratio, limit=most, score_cutoff=_LEAST_LIKE
    )
    return tuple(entries[at] for _, _, at in found)


def _said(
    step: ProposedActivity, there: Mapping[str, Entry], by_words: Mapping[frozenset[str], Entry]
) -> Entry | None:
    if same := by_words.get(_words(step.name)):
        return same
    spelt = joined_words(f"{step.name} {step.command}")
    named = [each for each in there.values() if each.id.casefold() in spelt]
    return named[0] if len(named) == 1 else None


def _by_words(entries: Iterable[Entry]) -> dict[frozenset[str], Entry]:
    """By the words of a name or an id; where two have the same, neither is meant."""
    found: defaultdict[frozenset[str], dict[str, Entry]] = defaultdict(dict)
    for each in entries:
        for said in (each.id, each.name):
            if words := _words(said):
                found[words][each.id] = each
    return {words: next(iter(of.values())) for words, of in found.items() if len(of) == 1}


def _words(name: str) -> frozenset[str]:
    return frozenset(stems(name)) or frozenset(name_key(name).split())
