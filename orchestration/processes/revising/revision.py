"""A process on its way through changes, and where the parts that they speak of are by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestration.errors import Rejected
from orchestration.processes.model import Activity, Phase, Process

NOT_ADDED = "What it speaks of is added by another change, which was not taken."
GONE = "What it speaks of is not there any more."


@dataclass(frozen=True, slots=True)
class Revision:
    process: Process
    places: Mapping[str, str] = field(default_factory=dict)
    """Where it is now, by the place in the process that was revised or the key of what was
    added; what is not named is where it was."""

    def part(self, place: str) -> tuple[Phase, Activity | None]:
        """The phase or activity that a change means; raises `Rejected` where it is not there."""
        phase_id, _, activity_id = self.now_at(place).partition(".")
        if phase_id.startswith("+"):
            raise Rejected(NOT_ADDED)
        phase = self.process.phases_by_id.get(phase_id)
        if phase is None:
            raise Rejected(GONE)
        if not activity_id:
            return phase, None
        found = next((each for each in phase.activities if each.id == activity_id), None)
        if found is None:
            raise Rejected(GONE)
        return phase, found

    def phase(self, place: str) -> Phase:
        phase, activity = self.part(place)
        if activity is not None:
            raise Rejected(f"“{activity.name}” is an activity, not a phase.")
        return phase

    def activity(self, place: str) -> tuple[Phase, Activity]:
        phase, activity = self.part(place)
        if activity is None:
            raise Rejected(f"“{phase.name}” is a phase, not an activity.")
        return phase, activity

    def now_at(self, place: str) -> str:
        return self.places.get(place, place)

    def name(self, place: str) -> str:
        """What people call it; raises `Rejected` where it is not there."""
        if not place:
            return self.process.name
        phase, activity = self.part(place)
        return activity.name if activity else phase.name

    def with_process(self, process: Process, places: Mapping[str, str] | None = None) -> Revision:
        return Revision(process, {**self.places, **(places or {})})
