"""What the outline editor does to a process: one edit at a time, each saying itself in words."""

from __future__ import annotations

from typing import Annotated, assert_never

from pydantic import Field

from orchestration.processes.edits.activity import PutActivity, put_activity, short_kind
from orchestration.processes.edits.activity_rules import (
    SetConditions,
    SetTimes,
    SetValues,
    set_activity,
)
from orchestration.processes.edits.declared import LimitInput, PutInput, limit_input, put_input
from orchestration.processes.edits.listed import MoveListed, RemoveListed, changed_list
from orchestration.processes.edits.order import Move, Remove, moved, removed
from orchestration.processes.edits.phase import (
    PutPhase,
    SetPhaseRules,
    SetPhaseValues,
    put_phase,
    set_phase,
)
from orchestration.processes.edits.places import Edited
from orchestration.processes.edits.process import (
    DescribeProcess,
    RenameProcess,
    SetProcessRules,
    renamed,
    set_process,
)
from orchestration.processes.edits.task import (
    PutField,
    PutTask,
    SetTaskRules,
    put_field,
    put_task,
    set_task,
)
from orchestration.processes.model import Process

__all__ = [
    "DescribeProcess",
    "Edited",
    "LimitInput",
    "Move",
    "MoveListed",
    "ProcessEdit",
    "PutActivity",
    "PutField",
    "PutInput",
    "PutPhase",
    "PutTask",
    "Remove",
    "RemoveListed",
    "RenameProcess",
    "SetConditions",
    "SetPhaseRules",
    "SetPhaseValues",
    "SetProcessRules",
    "SetTaskRules",
    "SetTimes",
    "SetValues",
    "edited",
    "short_kind",
]

ProcessEdit = Annotated[
    RenameProcess
    | DescribeProcess
    | SetProcessRules
    | PutPhase
    | SetPhaseRules
    | SetPhaseValues
    | PutActivity
    | SetConditions
    | SetTimes
    | SetValues
    | PutTask
    | SetTaskRules
    | PutField
    | PutInput
    | LimitInput
    | RemoveListed
    | MoveListed
    | Remove
    | Move,
    Field(discriminator="kind"),
]


def edited(process: Process, edit: ProcessEdit) -> Edited:
    """Apply one edit; raises `Rejected` where what it edits is gone or its form is incomplete."""
    match edit:
        case RenameProcess():
            return renamed(process, edit)
        case DescribeProcess() | SetProcessRules():
            return set_process(process, edit)
        case PutPhase():
            return put_phase(process, edit)
        case SetPhaseRules() | SetPhaseValues():
            return set_phase(process, edit)
        case PutActivity():
            return put_activity(process, edit)
        case SetConditions() | SetTimes() | SetValues():
            return set_activity(process, edit)
        case PutTask():
            return put_task(process, edit)
        case SetTaskRules():
            return set_task(process, edit)
        case PutField():
            return put_field(process, edit)
        case PutInput():
            return put_input(process, edit)
        case LimitInput():
            return limit_input(process, edit)
        case RemoveListed() | MoveListed():
            return changed_list(process, edit)
        case Remove():
            return removed(process, edit)
        case Move():
            return moved(process, edit)
        case _:
            assert_never(edit)
