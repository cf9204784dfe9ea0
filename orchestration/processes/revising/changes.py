"""The changes that a revision proposes: one small thing each, about a part that is known by its id.

Operations rather than a new process: what nobody speaks of cannot be lost, and each can be taken
or left by itself. A part is named by the place it has in the process that was revised: the id of a
phase, `phase.activity`, or `+1` for what another change of the same revision adds.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orchestration.processes.model import OnFailure
from orchestration.processes.tasks import Quorum
from orchestration.values import Frozen

MOST_CHANGES = 40
Place = Annotated[str, Field(max_length=220)]
Name = Annotated[str, Field(max_length=200)]
How = Literal["after", "before", "beside", "first", "last"]
"""Where of another part; `first` and `last` are places in a phase, or in the process."""


class AddPhase(Frozen):
    do: Literal["add_phase"] = "add_phase"
    key: Place
    name: Name
    owner: Name | None = None
    how: How = "last"
    at: Place = ""


class AddActivity(Frozen):
    """Behind, before or beside `at`, or first or last in the phase `at`."""

    do: Literal["add_activity"] = "add_activity"
    key: Place
    name: Name
    how: How = "last"
    at: Place
    type: Literal["automated", "manual"] = "manual"
    owner: Name | None = None
    signers: tuple[Name, ...] = Field(default=(), max_length=20)
    approval: bool = False
    needed: Quorum = 1
    instructions: str = Field(default="", max_length=2000)


class Remove(Frozen):
    """A phase with its activities, or one activity."""

    do: Literal["remove"] = "remove"
    of: Place


class Rename(Frozen):
    """A phase, an activity, or the process itself where `of` is empty."""

    do: Literal["rename"] = "rename"
    of: Place
    name: Name


class MoveTo(Frozen):
    do: Literal["move"] = "move"
    of: Place
    how: How
    at: Place = ""


class SetOwner(Frozen):
    do: Literal["owner"] = "owner"
    of: Place
    owner: Name | None


class SetType(Frozen):
    do: Literal["type"] = "type"
    of: Place
    type: Literal["automated", "manual"]


class SetSignOff(Frozen):
    """Who signs and how many must; None leaves it as it is. Adds a sign-off where there is none."""

    do: Literal["sign_off"] = "sign_off"
    of: Place
    signers: tuple[Name, ...] | None = Field(default=None, max_length=20)
    needed: Quorum | None = None


class RemoveSignOff(Frozen):
    do: Literal["no_sign_off"] = "no_sign_off"
    of: Place


class SetOptional(Frozen):
    do: Literal["optional"] = "optional"
    of: Place
    optional: bool


class SetOnFailure(Frozen):
    do: Literal["on_failure"] = "on_failure"
    of: Place
    on_failure: OnFailure


class SetOrder(Frozen):
    """What it waits for, all of it."""

    do: Literal["order"] = "order"
    of: Place
    after: tuple[Place, ...] = Field(default=(), max_length=40)


class SetPipeline(Frozen):
    do: Literal["pipeline"] = "pipeline"
    of: Place
    pipeline: Name | None


class Describe(Frozen):
    do: Literal["describe"] = "describe"
    of: Place
    text: str = Field(max_length=2000)


Change = Annotated[
    AddPhase
    | AddActivity
    | Remove
    | Rename
    | MoveTo
    | SetOwner
    | SetType
    | SetSignOff
    | RemoveSignOff
    | SetOptional
    | SetOnFailure
    | SetOrder
    | SetPipeline
    | Describe,
    Field(discriminator="do"),
]


def adds(change: Change) -> str:
    """The key of what it adds; empty for every other change."""
    return change.key if isinstance(change, AddPhase | AddActivity) else ""


def names(change: Change) -> tuple[str, ...]:
    """The parts that it speaks of, by place."""
    match change:
        case AddPhase(at=at) | AddActivity(at=at):
            return (at,) if at else ()
        case MoveTo(of=of, at=at):
            return (of, at) if at else (of,)
        case SetOrder(of=of, after=after):
            return (of, *after)
        case _:
            return (change.of,) if change.of else ()
