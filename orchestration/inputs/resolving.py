"""`resolve`: what every input of a process comes to, the nearest that says it winning.

Given at the start, then the process set's own value for the place, then the linked activity set,
then what the process maps, then the declared default (docs/inputs.md). Pure and total: it never
raises, and no value comes out that nobody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.uses import read_uses
from orchestration.inputs.globals import resolved_globals
from orchestration.inputs.layers import Layer, nearest
from orchestration.inputs.model import activity_of
from orchestration.inputs.resolved import (
    Astray,
    Gone,
    InputPlace,
    Resolved,
    ResolvedInput,
    Source,
)
from orchestration.processes.expressions import Value
from orchestration.processes.input_sets import ActivityInputs, ActivityInputSet, ProcessInputSet
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity, Phase, Process, ref_of
from orchestration.values import ActivityRef

Store = Mapping[ActivityRef, StoreActivity]
"""The store's activity at each place whose activity `uses` one."""


def resolve(
    process: Process,
    store: Store,
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
    said = _Said(process_set)
    lines = list(resolved_globals(process.inputs, given or {}, said.globally, release))
    around = _Around.of(lines)
    astray: list[Astray] = []
    gone = [*_undeclared(InputPlace(), said.globally, process.inputs)]
    for phase in process.phases:
        place = InputPlace(id=phase.id, name=phase.name)
        own = said.of_phase.pop(phase.id, {})
        lines += around.lines(place, phase, own)
        gone += _undeclared(place, own, phase.inputs)
        for activity in phase.activities:
            ref = ref_of(phase.id, activity.id)
            here = _Here(
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
        gone=tuple(_undeclared(place, said.inputs, activity.inputs)),
    )


class _Said:
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


@dataclass(frozen=True, slots=True)
class _Here:
    """One activity with what is said for it."""

    place: InputPlace
    activity: Activity
    of_store: StoreActivity | None
    own: ActivityInputs
    sets: Mapping[str, ActivityInputSet] = field(default_factory=dict)

    @property
    def specs(self) -> tuple[InputSpec, ...]:
        """What the store's activity declares; of any other the names it is told by the process.

        Where an activity of the store is not at hand, what a set says is taken by its name.
        """
        if self.of_store is not None:
            return self.of_store.inputs
        names = dict.fromkeys(self.activity.inputs)
        if self.activity.uses is not None:
            names.update(dict.fromkeys([*self.own.inputs, *self._linked()]))
        return tuple(InputSpec(name=name, required=False) for name in names)

    def _linked(self) -> Mapping[str, JsonValue]:
        found = self.sets.get(self.own.linked or "")
        return found.inputs if found is not None and not self._leads_astray() else {}

    def lines(self) -> Iterator[ResolvedInput]:
        declared = self.of_store is not None
        layers = (
            Layer(Source.OWN, self.own.inputs),
            Layer(Source.LINKED, self._linked()),
            Layer(Source.PROCESS, self.activity.inputs, checked=False),
        )
        for spec in self.specs:
            yield nearest(self.place, spec, layers, declared=declared, linked=self.own.linked)

    def astray(self) -> Iterator[Astray]:
        if why := self._leads_astray():
            yield Astray(place=self.place, why=why)

    def _leads_astray(self) -> str:
        linked = self.own.linked
        if linked is None or self.activity.uses is None:
            return ""
        found = self.sets.get(linked)
        if found is None:
            return f"links the input set “{linked}”, which does not exist"
        of = activity_of(found).id
        return (
            ""
            if of == read_uses(self.activity.uses).id
            else f"links the input set “{linked}”, which is for `{of}`"
        )

    def gone(self) -> Iterator[Gone]:
        if self.own.linked is not None and self.activity.uses is None:
            yield Gone(
                place=self.place.id,
                why=f"“{self.place}” links the input set “{self.own.linked}” "
                "and is no activity of the store.",
            )
        yield from _undeclared(self.place, self.own.inputs, self.specs)


def _undeclared(
    place: InputPlace, said: Mapping[str, JsonValue], specs: tuple[InputSpec, ...]
) -> Iterator[Gone]:
    known = {each.name for each in specs}
    for name in said:
        if name not in known:
            yield Gone(place=place.id, input=name, why=f"{place} has no input “{name}”.")
