"""Edits of the process itself: its name, what it is about, and what holds for all of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestration.processes.durations import Duration
from orchestration.processes.edits.places import Edited, changed, required, sets
from orchestration.processes.model import Process, Values
from orchestration.values import Frozen, ProcessId, telling_slug


class RenameProcess(Frozen):
    kind: Literal["rename_process"] = "rename_process"
    name: str


class DescribeProcess(Frozen):
    """What it is about, and whose it is."""

    kind: Literal["describe_process"] = "describe_process"
    description: str = ""
    tags: tuple[str, ...] = ()
    team: str | None = None
    services: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


class SetProcessRules(Frozen):
    """What holds for all of it."""

    kind: Literal["set_process_rules"] = "set_process_rules"
    rollback: ProcessId | None = None
    sign_offs_expire: Duration | None = None
    holds_due: Duration | None = None
    schedule: str = ""
    variables: Values = Field(default_factory=dict)


def renamed(process: Process, edit: RenameProcess) -> Edited:
    """A process is known by its name: under another it is published as another."""
    name = required(edit.name, "The process")
    new_id = ProcessId(telling_slug(name, fallback="process"))
    return Edited(
        process=process.model_copy(update={"name": name, "id": new_id}),
        what=f"renamed the process to “{name}”",
    )


def set_process(process: Process, edit: DescribeProcess | SetProcessRules) -> Edited:
    now = process.model_copy(update=sets(edit))
    return Edited(process=now, what=changed(process, now, process.name))
