"""What a drafter answers: a flat proposal read from a document, not yet a process.

Flat and by name, since both a language model and the outline reader produce it and neither is
trusted: `orchestration.processes.drafting` turns it into a `Process` with ids and checks.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestration.values import Frozen

NOBODY_NAMED = "Who performs the manual steps? The text names nobody."
"""A question that every step without an owner answers."""


class ProposedActivity(Frozen):
    """One step of the document at its own granularity."""

    name: str = Field(max_length=200)
    type: Literal["automated", "manual"] = "manual"
    owner: str | None = Field(default=None, max_length=120)
    approval: bool = False
    """Somebody must agree, sign off or decide before the work goes on."""
    needed: int = Field(default=1, ge=1, le=50)
    """How many distinct people must approve; only read when `approval`."""
    depends_on: tuple[str, ...] = Field(default=(), max_length=60)
    """Names of activities that must be settled before; same phase, or any unique name."""
    description: str = Field(default="", max_length=2000)
    command: str = Field(default="", max_length=2000)
    """The documented command or script of the step, verbatim."""
    when: str = Field(default="", max_length=120)
    evidence: str = Field(default="", max_length=300)
    """A few words quoted from the text."""
    optional: bool = False
    duration: str = Field(default="", max_length=120)
    """How long the text says that it takes: `30 min`."""
    uses: str = Field(default="", max_length=200)
    """The id of an activity of the store, among those that were offered."""
    pipeline: str = Field(default="", max_length=200)
    """The name of a pipeline, among those that were offered."""


class ProposedPhase(Frozen):
    name: str = Field(max_length=200)
    owner: str | None = Field(default=None, max_length=120)
    depends_on: tuple[str, ...] = Field(default=(), max_length=60)
    """Names of phases; always present, so that parallel phases can be told from a sequence."""
    when: str = Field(default="", max_length=120)
    activities: tuple[ProposedActivity, ...] = Field(default=(), max_length=400)


class ProposedInput(Frozen):
    name: str = Field(max_length=80)
    description: str = Field(default="", max_length=300)


class ProcessDraft(Frozen):
    """A reading of a document: everything by name, with the words it came from."""

    process_name: str = Field(max_length=200)
    phases: tuple[ProposedPhase, ...] = Field(default=(), max_length=100)
    inputs: tuple[ProposedInput, ...] = Field(default=(), max_length=40)
    schedule: str | None = Field(default=None, max_length=200)
    questions: tuple[str, ...] = Field(default=(), max_length=20)
    """What the text leaves open, each a question a person can answer."""

    def activities(self) -> list[ProposedActivity]:
        return [each for phase in self.phases for each in phase.activities]
