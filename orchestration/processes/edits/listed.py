"""Removing and moving what is edited as a list: inputs, tasks, and the questions of a form."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from orchestration.errors import Rejected
from orchestration.processes.edits.declared import inputs_of, with_inputs
from orchestration.processes.edits.places import (
    Edited,
    activity_in,
    phase_in,
    task_in,
    with_activity,
    with_task,
)
from orchestration.processes.inputs import InputSpec
from orchestration.processes.model import Process
from orchestration.processes.tasks import FormField, TaskSpec
from orchestration.values import Frozen

Item = TypeVar("Item", InputSpec, TaskSpec, FormField)


class OfInputs(Frozen):
    of: Literal["inputs"] = "inputs"
    phase: str | None = None


class OfTasks(Frozen):
    of: Literal["tasks"] = "tasks"
    phase: str
    activity: str


class OfFields(Frozen):
    of: Literal["fields"] = "fields"
    phase: str
    activity: str
    task: str


Listed = Annotated[OfInputs | OfTasks | OfFields, Field(discriminator="of")]


class RemoveListed(Frozen):
    kind: Literal["remove_listed"] = "remove_listed"
    among: Listed
    at: int


class MoveListed(Frozen):
    """One place up (-1) or down (+1)."""

    kind: Literal["move_listed"] = "move_listed"
    among: Listed
    at: int
    by: Literal[-1, 1]


def changed_list(process: Process, edit: RemoveListed | MoveListed) -> Edited:
    match edit.among:
        case OfInputs(phase=phase):
            specs, what = _changed(inputs_of(process, phase), edit, "the input")
            return Edited(process=with_inputs(process, phase, specs), what=what)
        case OfTasks() as among:
            inside = phase_in(process, among.phase)
            activity = activity_in(inside, among.activity)
            tasks, what = _changed(activity.tasks, edit, "the task")
            now = activity.model_copy(update={"tasks": tasks})
            return Edited(process=with_activity(process, inside, now), what=what)
        case OfFields() as among:
            inside = phase_in(process, among.phase)
            activity = activity_in(inside, among.activity)
            task = task_in(activity, among.task)
            fields, what = _changed(task.fields, edit, "the question")
            asked = task.model_copy(update={"fields": fields})
            return Edited(process=with_task(process, inside, activity, asked), what=what)


def _changed(
    items: tuple[Item, ...], edit: RemoveListed | MoveListed, called: str
) -> tuple[tuple[Item, ...], str]:
    if not 0 <= edit.at < len(items):
        raise Rejected("That was removed meanwhile. Open *Edit* again.")
    every = list(items)
    one = every.pop(edit.at)
    name = one.label if isinstance(one, FormField) else one.name
    if isinstance(edit, RemoveListed):
        return tuple(every), f"removed {called} “{name}”"
    every.insert(min(max(edit.at + edit.by, 0), len(every)), one)
    return tuple(every), f"moved {called} “{name}”"
