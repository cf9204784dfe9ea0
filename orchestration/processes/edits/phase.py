"""Edits of a phase: who leads it, when it begins, and what it gives."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import Literal

from pydantic import Field

from orchestration.errors import Rejected
from orchestration.processes.edits.places import (
    Edited,
    changed,
    inserted,
    phase_in,
    required,
    sets,
    unless_nothing,
    unless_same,
    with_phase,
    with_phases,
)
from orchestration.processes.model import Phase, Process, Values
from orchestration.values import Frozen, unique_slug


class PutPhase(Frozen):
    """Change a phase, or add one after `after` (at the end where that is None)."""

    kind: Literal["put_phase"] = "put_phase"
    phase: str | None = None
    after: str | None = None
    name: str
    owner: str | None = None
    depends_on: tuple[str, ...] = ()


class SetPhaseRules(Frozen):
    """Whether and when it begins, and what it holds while it runs."""

    kind: Literal["set_phase_rules"] = "set_phase_rules"
    phase: str
    description: str = ""
    if_: str | None = None
    not_before: str | None = None
    waits_for: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    optional: bool = False
    uninterruptible: bool = False


class SetPhaseValues(Frozen):
    kind: Literal["set_phase_values"] = "set_phase_values"
    phase: str
    variables: Values = Field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    output_values: dict[str, str] = Field(default_factory=dict)


def put_phase(process: Process, edit: PutPhase) -> Edited:
    name = required(edit.name, "The phase")
    was = phase_in(process, edit.phase) if edit.phase else None
    refuse_gone(edit.depends_on, process.phases_by_id, was.depends_on if was else ())
    if was is None:
        new_id = unique_slug(name, {each.id for each in process.phases}, fallback="phase")
        new = Phase(id=new_id, name=name, owner=edit.owner, depends_on=edit.depends_on)
        return Edited(
            process=with_phases(process, inserted(process.phases, new, edit.after)),
            what=f"added the phase “{name}”",
        )
    said = {
        "name": unless_same(name, was.name),
        "owner": unless_nothing(edit.owner, was.owner),
        "depends_on": edit.depends_on,
    }
    now = was.model_copy(update=said)
    return Edited(process=with_phase(process, now), what=f"changed the phase “{name}”")


def set_phase(process: Process, edit: SetPhaseRules | SetPhaseValues) -> Edited:
    was = phase_in(process, edit.phase)
    now = was.model_copy(update=sets(edit))
    return Edited(process=with_phase(process, now), what=changed(was, now, was.name))


def refuse_gone(wanted: Iterable[str], known: Container[str], had: Collection[str]) -> None:
    if any(each not in known and each not in had for each in wanted):
        raise Rejected("What it shall wait for was removed meanwhile. Open *Edit* again.")
