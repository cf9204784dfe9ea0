"""What a process set says, by place, and what it says for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from orchestration.inputs.resolved import Gone, InputPlace
from orchestration.processes.input_sets import ActivityInputs, ProcessInputSet
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import ref_of


class SaidByPlace:
    """What a set says by place; a place that is named twice says both, the later one winning."""

    def __init__(self, process_set: ProcessInputSet | None) -> None:
        self.globally = dict(process_set.inputs) if process_set else {}
        self.of_phase: dict[str, dict[str, JsonValue]] = {}
        self.of_activity: dict[str, ActivityInputs] = {}
        for phase in process_set.phases if process_set else ():
            self.of_phase.setdefault(phase.id, {}).update(phase.inputs)
            for each in phase.activities:
                ref = ref_of(phase.id, each.id)
                before = self.of_activity.get(ref)
                if before is not None:
                    both = {
                        "linked": each.linked or before.linked,
                        "inputs": {**before.inputs, **each.inputs},
                    }
                    self.of_activity[ref] = each.model_copy(update=both)
                else:
                    self.of_activity[ref] = each

    def left(self) -> Iterator[Gone]:
        """Phases and activities that nobody asked for."""
        for phase in self.of_phase:
            yield Gone(place=phase, why=f"The process has no phase “{phase}”.")
        for ref in self.of_activity:
            phase, _, activity = ref.partition(".")
            if phase not in self.of_phase:
                why = f"The process has no activity “{activity}” in the phase “{phase}”."
                yield Gone(place=ref, why=why)


def undeclared(
    place: InputPlace, said: Mapping[str, JsonValue], specs: tuple[InputSpec, ...]
) -> Iterator[Gone]:
    known = {each.name for each in specs}
    for name in said:
        if name not in known:
            yield Gone(place=place.id, input=name, why=f"{place} has no input “{name}”.")
