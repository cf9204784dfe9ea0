"""One thing that stops a process from being published, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.processes.model import Activity, Phase, Process
from orchestration.strict_yaml import Place
from orchestration.values import Frozen


class Problem(Frozen):
    """What stops a process from being published."""

    place: str
    """Where, in the author's words: `Build › Sign-off`."""
    what: str
    mend: str
    path: Place = ()
    """Where in the process: `("phases", 0, "activities", 2, "if")`, by the keys of its YAML."""
    of_people: bool = False
    """It is about who can sign: mended by saying who has a role, without touching the process."""

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.mend}"


@dataclass(frozen=True, slots=True)
class At:
    """A part of a process that problems are said of: its place in words and in the file."""

    place: str
    path: Place

    def problem(self, what: str, mend: str, *field: str | int) -> Problem:
        return Problem(place=self.place, what=what, mend=mend, path=(*self.path, *field))

    def problem_of_people(self, what: str, mend: str, *field: str | int) -> Problem:
        return self.problem(what, mend, *field).model_copy(update={"of_people": True})

    def inside(self, name: str, *path: str | int) -> At:
        return At(f"{self.place} › {name}", (*self.path, *path))


PROCESS = At("Process", ())


def phases_of(process: Process) -> Iterator[tuple[At, Phase]]:
    for n, phase in enumerate(process.phases):
        yield At(phase.name, ("phases", n)), phase


def activities_of(process: Process) -> Iterator[tuple[At, Phase, Activity]]:
    for at, phase in phases_of(process):
        for n, activity in enumerate(phase.activities):
            yield at.inside(activity.name, "activities", n), phase, activity
