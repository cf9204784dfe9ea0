"""What an activity's expressions can read: `inputs`, `variables`, `phases` and what is given more.

A name means the nearest that says it (product.md section 2): activity, then phase, then global,
then the input's default; what was given at start or retry wins over all. `null` says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from orchestration.processes.expressions.evaluation import Data
from orchestration.processes.expressions.kinds import SecretRef, Value

Layer = Mapping[str, Value]
Outputs = Mapping[str, Layer]
"""By place: `build` for those of a phase, `build.image` for those of an activity that has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The same kind of thing, said at each level; later fields are nearer."""

    defaults: Layer = field(default_factory=dict)
    process: Layer = field(default_factory=dict)
    """“Global” on screen."""
    phase: Layer = field(default_factory=dict)
    activity: Layer = field(default_factory=dict)
    given: Layer = field(default_factory=dict)
    """At start, or at a retry."""

    def resolved(self) -> dict[str, Value]:
        """Each name with its nearest value; without one it is not there at all."""
        found: dict[str, Value] = {}
        for layer in (self.defaults, self.process, self.phase, self.activity, self.given):
            found.update((name, value) for name, value in layer.items() if value is not None)
        return found


def scope_of(
    *,
    inputs: Layers,
    secrets: Collection[str] = (),
    variables: Layers | None = None,
    activities: Mapping[str, Collection[str]] | None = None,
    outputs: Outputs | None = None,
    more: Mapping[str, Value] | None = None,
) -> Data:
    """The data of one place in a process.

    `secrets` names the inputs that are declared so, at any level: their values are references.
    `activities` has the ids of each phase's activities, made once for a version: nothing here grows
    with the process. `more` are other roots: `release`, `group`, `date`.
    """
    read = inputs.resolved()
    for name in read.keys() & set(secrets):
        value = read[name]
        read[name] = SecretRef(value) if isinstance(value, str) else value
    return {
        **(more or {}),
        "inputs": read,
        "variables": variables.resolved() if variables else {},
        "phases": Phases(activities or {}, outputs or {}),
    }


class _Places(Mapping[str, Value]):
    """A view of what there is at a place, made when it is read and no sooner."""

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Phases(_Places):
    """`phases.build`: of a process as it is, with the outputs that there are so far."""

    def __init__(self, activities: Mapping[str, Collection[str]], outputs: Outputs) -> None:
        self._activities, self._outputs = activities, outputs

    def __getitem__(self, phase: str) -> Value:
        return PhaseValues(phase, self._activities[phase], self._outputs)

    def __contains__(self, phase: object) -> bool:
        return phase in self._activities

    def __iter__(self) -> Iterator[str]:
        return iter(self._activities)


class PhaseValues(_Places):
    """`phases.build`: its outputs are made only when they are what is read."""

    def __init__(self, phase: str, ids: Collection[str], outputs: Outputs) -> None:
        self._phase, self._ids, self._outputs = phase, ids, outputs

    def __getitem__(self, name: str) -> Value:
        if name == "outputs":
            return self._outputs.get(self._phase, {})
        if name == "activities":
            return Activities(self._phase, self._ids, self._outputs)
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in ("outputs", "activities")

    def __iter__(self) -> Iterator[str]:
        return iter(("outputs", "activities"))


class Activities(_Places):
    """`phases.build.activities.image.outputs`: empty until the activity has ended."""

    def __init__(self, phase: str, ids: Collection[str], outputs: Outputs) -> None:
        self._phase, self._ids, self._outputs = phase, ids, outputs

    def __getitem__(self, activity: str) -> Value:
        if activity not in self._ids:
            raise KeyError(activity)
        return {"outputs": self._outputs.get(f"{self._phase}.{activity}", {})}

    def __contains__(self, activity: object) -> bool:
        return activity in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)
