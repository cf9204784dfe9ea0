"""What the inputs of a process come to: each with its value and where it was said, or open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from pydantic import JsonValue

from orchestration.processes.inputs import InputSpec, InputType
from orchestration.values import Frozen


class Source(StrEnum):
    """Who says a value; the nearest wins, as they stand here."""

    GIVEN = "given at the start"
    OWN = "the input set"
    LINKED = "the linked set"
    PROCESS = "the process"
    RELEASE = "the release's own"
    """A phase's input of the same name as one of the release."""
    DEFAULT = "the default"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPlace:
    """Whose input it is."""

    id: str = ""
    """`deploy` of a phase, `deploy.eu` of an activity; empty for the release's own."""
    name: str = ""
    """`Deploy`, `Deploy › Deploy EU`."""

    @property
    def level(self) -> str:
        return "release" if not self.id else "activity" if "." in self.id else "phase"

    def __str__(self) -> str:
        return self.name or "The release"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedInput:
    """One input at one place."""

    place: InputPlace
    spec: InputSpec
    declared: bool = True
    """False for what an activity outside the store is told: only its name is known."""
    value: JsonValue = None
    source: Source | None = None
    """None where nobody says it."""
    linked: str | None = None
    """The activity's linked set, whoever said this value."""
    why: str = ""
    """What is wrong with the value: `must be a number`."""

    @property
    def open(self) -> bool:
        """True when a release cannot start for want of it."""
        return self.source is None and self.spec.required

    @property
    def secret(self) -> bool:
        return self.spec.type is InputType.SECRET

    def unfit(self, why: str) -> ResolvedInput:
        """The same with what is wrong; what may be a secret written out goes no further."""
        return replace(self, why=why, value=None if self.secret else self.value)

    def __str__(self) -> str:
        return f"{self.place}: “{self.spec.name}” {self.why or 'is open'}"


class Astray(Frozen):
    """What is wrong with a set itself, at one place: a link that leads nowhere."""

    place: InputPlace
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


class Gone(Frozen):
    """What a set says for something that the process does not have, or not any more."""

    place: str
    """As the set has it."""
    input: str = ""
    """Empty where the whole place is gone."""
    why: str

    def __str__(self) -> str:
        return self.why


class Resolved(Frozen):
    """All inputs of a process version with a set, or without one."""

    lines: tuple[ResolvedInput, ...] = ()
    """In the process's order: the release's own, then each phase with its activities."""
    astray: tuple[Astray, ...] = ()
    gone: tuple[Gone, ...] = ()

    @cached_property
    def open(self) -> tuple[ResolvedInput, ...]:
        """Required, and said by nobody."""
        return tuple(each for each in self.lines if each.open)

    @cached_property
    def unfit(self) -> tuple[ResolvedInput | Astray, ...]:
        """Values that their inputs do not take, and links that lead nowhere."""
        return (*(each for each in self.lines if each.why), *self.astray)

    @property
    def complete(self) -> bool:
        """True when a release can start with it."""
        return not (self.open or self.unfit)

    @property
    def inputs(self) -> dict[str, JsonValue]:
        """The release's own, defaults too."""
        return {
            each.spec.name: each.value
            for each in self.lines
            if not each.place.id and each.source is not None and not each.why
        }

    @property
    def phase_inputs(self) -> dict[str, dict[str, JsonValue]]:
        """By phase, what sets say; defaults stay with the process."""
        return self._said("phase")

    @property
    def activity_inputs(self) -> dict[str, dict[str, JsonValue]]:
        """By place, what sets say; what the process maps and defaults stay with it."""
        return self._said("activity")

    def of(self, place: str) -> Iterator[ResolvedInput]:
        """Those of one place."""
        return (each for each in self.lines if each.place.id == place)

    def _said(self, level: str) -> dict[str, dict[str, JsonValue]]:
        found: dict[str, dict[str, JsonValue]] = {}
        for each in self.lines:
            by_set = each.source in {Source.OWN, Source.LINKED}
            if by_set and each.place.level == level and not each.why:
                found.setdefault(each.place.id, {})[each.spec.name] = each.value
        return found
