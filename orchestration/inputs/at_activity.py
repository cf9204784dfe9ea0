"""The inputs of one activity: declared by the store's, or named by what the process tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.uses import read_uses
from orchestration.inputs.by_place import undeclared
from orchestration.inputs.layers import Layer, nearest
from orchestration.inputs.model import activity_of
from orchestration.inputs.resolved import Astray, Gone, InputPlace, ResolvedInput, Source
from orchestration.processes.input_sets import ActivityInputs, ActivityInputSet
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Activity


@dataclass(frozen=True, slots=True)
class AtActivity:
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
        yield from undeclared(self.place, self.own.inputs, self.specs)
