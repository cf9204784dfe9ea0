"""Whether the expressions of a set read what is there when they are evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.catalogue.expanding import Store, by_place, expanded
from orchestration.inputs.resolved import Resolved, ResolvedInput, Source
from orchestration.inputs.values import holds_expression
from orchestration.processes.checks.layers import phase_start
from orchestration.processes.checks.order import order_of
from orchestration.processes.checks.problems import At
from orchestration.processes.checks.reading import Known
from orchestration.processes.expressions import templates_in
from orchestration.processes.model import Process, phase_of
from orchestration.values import ActivityRef


def with_readings(resolved: Resolved, process: Process, store: Store) -> Resolved:
    """The same, where what a set reads in vain is unfit and says why."""
    if not any(map(_reads, resolved.lines)):
        return resolved
    readings = _Readings.of(process, store)
    lines = tuple(readings.judged(each) if _reads(each) else each for each in resolved.lines)
    return resolved.model_copy(update={"lines": lines})


def _reads(each: ResolvedInput) -> bool:
    by_set = each.source in {Source.OWN, Source.LINKED}
    return by_set and not each.why and holds_expression(each.value)


@dataclass(frozen=True, slots=True)
class _Readings:
    process: Process
    known: Known

    @classmethod
    def of(cls, process: Process, store: Store) -> _Readings:
        places = by_place(process, store)
        return cls(process, Known(expanded(process, store), order_of(process), places))

    def judged(self, each: ResolvedInput) -> ResolvedInput:
        """The first thing it reads in vain."""
        for why in self._wrong(each):
            return each.unfit(why)
        return each

    def _wrong(self, each: ResolvedInput) -> Iterator[str]:
        process = self.process
        inputs, variables, node = {spec.name for spec in process.inputs}, set[str](), ""
        if each.place.level != "release":
            phase = process.phases_by_id[phase_of(ActivityRef(each.place.id))]
            node, variables = phase_start(phase.id), set(process.variables)
            if each.place.level == "activity":
                node = each.place.id
                inputs |= {spec.name for spec in phase.inputs}
                activity = process.by_ref[ActivityRef(node)]
                variables |= {*phase.variables, *activity.variables}
        for _, tree in templates_in(each.value):
            at = At(each.place.name, ())
            for problem in self.known.judged(at, (), tree, node, inputs, variables):
                yield f"{problem.what.rstrip('.')}. {problem.mend.rstrip('.')}"
