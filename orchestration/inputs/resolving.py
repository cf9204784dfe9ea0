"""`resolve`: what every input of a process comes to, the nearest that says it winning.

Given at the start, then the process set's own value for the place, then the linked activity set,
then what the process maps, then the declared default (docs/inputs.md). Pure and total: it never
raises, and no value comes out that nobody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from orchestration.catalogue.model import StoreActivity
from orchestration.inputs.at_activity import AtActivity
from orchestration.inputs.by_place import SaidByPlace, undeclared
from orchestration.inputs.globals import resolved_globals
from orchestration.inputs.layers import Layer, nearest
from orchestration.inputs.resolved import (
    Astray,
    InputPlace,
    Resolved,
    ResolvedInput,
    Source,
)
from orchestration.processes.expressions import Value
from orchestration.processes.input_sets import ActivityInputs, ActivityInputSet, ProcessInputSet
from orchestration.processes.model import Phase, Process, ref_of
from orchestration.values import ActivityRef

Places = Mapping[ActivityRef, StoreActivity]
"""The store's activity at each place whose activity `uses` one."""


def resolve(
    process: Process,
    store: Places,
    process_set: ProcessInputSet | None = None,
    activity_sets: Mapping[str, ActivityInputSet] | None = None,
    given: Mapping[str, JsonValue] | None = None,
    *,
    release: Mapping[str, Value] | None = None,
) -> Resolved:
    """Each input with its value, or open, or unfit; and what the set says for nothing.

    `release` has the facts that the expressions of the release's own inputs may read, which are
    evaluated where it is known: at the start. All other expressions stay as they are.
    """
    said = SaidByPlace(process_set)
    lines = list(resolved_globals(process.inputs, given or {}, said.globally, release))
    around = _Around.of(lines)
    astray: list[Astray] = []
    gone = [*undeclared(InputPlace(), said.globally, process.inputs)]
    for phase in process.phases:
        place = InputPlace(id=phase.id, name=phase.name)
        own = said.of_phase.pop(phase.id, {})
        lines += around.lines(place, phase, own)
        gone += undeclared(place, own, phase.inputs)
        for activity in phase.activities:
            ref = ref_of(phase.id, activity.id)
            here = AtActivity(
                InputPlace(id=ref, name=f"{phase.name} › {activity.name}"),
                activity,
                store.get(ref),
                said.of_activity.pop(ref, ActivityInputs(id=activity.id)),
                activity_sets or {},
            )
            lines += here.lines()
            astray += here.astray()
            gone += here.gone()
    return Resolved(lines=tuple(lines), astray=tuple(astray), gone=(*gone, *said.left()))


def resolve_activity_set(activity: StoreActivity, said: ActivityInputSet) -> Resolved:
    """A set of an activity on its own: processes that link it may say what it leaves open."""
    place = InputPlace(id="", name=activity.name)
    layers = (Layer(Source.OWN, said.inputs),)
    return Resolved(
        lines=tuple(nearest(place, spec, layers) for spec in activity.inputs),
        gone=tuple(undeclared(place, said.inputs, activity.inputs)),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """The release's own values as phases see them: what was given at the start wins over all."""

    given: Mapping[str, JsonValue]
    others: Mapping[str, JsonValue]

    @classmethod
    def of(cls, lines: Iterable[ResolvedInput]) -> _Around:
        said = [each for each in lines if each.source is not None and not each.why]
        given = {each.spec.name: each.value for each in said if each.source is Source.GIVEN}
        return cls(given, {each.spec.name: each.value for each in said})

    def lines(
        self, place: InputPlace, phase: Phase, own: Mapping[str, JsonValue]
    ) -> Iterator[ResolvedInput]:
        layers = (
            Layer(Source.GIVEN, self.given),
            Layer(Source.OWN, own),
            Layer(Source.RELEASE, self.others),
        )
        for spec in phase.inputs:
            yield nearest(place, spec, layers)
