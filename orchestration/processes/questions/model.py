"""A question about one place of a draft, and the answer of a person to it."""

from __future__ import annotations

import hashlib
from typing import Literal

from orchestration.processes.model import ActivityType
from orchestration.values import Frozen

QuestionKind = Literal["signs", "does", "runs", "after"]
"""Who signs, who does it, which pipeline runs it, after what it comes."""


class OpenOrder(Frozen):
    """Something that waits for what is no step here, or is several."""

    phase: str
    activity: str = ""
    """Empty: the phase itself waits."""
    says: str


class Offer(Frozen):
    """One thing that can be chosen for an answer."""

    value: str
    label: str
    description: str = ""


class Question(Frozen):
    kind: QuestionKind
    phase: str
    activity: str = ""
    says: str
    offers: tuple[Offer, ...] = ()
    """For a question that is answered by a choice."""

    @property
    def key(self) -> str:
        """The same for the same question about the same place, short enough for a field's id."""
        place = f"{self.kind}:{self.phase}.{self.activity}"
        return hashlib.blake2b(place.encode(), digest_size=6).hexdigest()


class Answer(Frozen):
    """What a person said: people and roles, or one of the offers."""

    people: tuple[str, ...] = ()
    """Names of roles and ids of users."""
    chosen: str = ""


class Work(Frozen):
    """What can do an automated step: an activity of the store, or a pipeline."""

    uses: str = ""
    pipeline: str = ""
    type: ActivityType = ActivityType.AUTOMATED
