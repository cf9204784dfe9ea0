"""From what a button carries to the part of the process it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.views.forms.declared import specs_of
from bot.views.forms.theme import About
from bot.views.sheet_buttons import Sheet, SheetChoice
from orchestration.errors import Rejected
from orchestration.processes.edits import MoveListed, ProcessEdit, RemoveListed
from orchestration.processes.edits.listed import Listed, OfFields, OfInputs, OfTasks
from orchestration.processes.model import Process
from orchestration.processes.vocabulary import Vocabulary

Part = TypeVar("Part")
_GONE = "That was removed meanwhile. Close this, and open it again."


def part_of(process: Process, sheet: Sheet) -> About:
    """What a sheet is about; raises `Rejected` where it is gone."""
    phase = None if sheet.phase is None else _at(process.phases, sheet.phase)
    if phase is None or sheet.activity is None:
        return About(process=process, phase=phase)
    return About(process=process, phase=phase, activity=_at(phase.activities, sheet.activity))


def chosen_in(
    process: Process,
    sheet: Sheet,
    choice: SheetChoice,
    *,
    kind: str = "",
    around: Vocabulary | None = None,
) -> About:
    """What one of its forms is about; raises `Rejected` where it is gone."""
    part = part_of(process, sheet)
    task, at = None, choice.at
    match choice.of:
        case "inputs":
            _there(specs_of(part), at)
        case "tasks":
            task = None if at is None else _at(part.the_activity().tasks, at)
        case "fields":
            task, at = _at(part.the_activity().tasks, -1 if at is None else at), choice.inner
            _there(task.fields, at)
        case "":
            pass
    return About(
        process=process,
        phase=part.phase,
        activity=part.activity,
        task=task,
        at=at,
        kind=kind,
        around=around or Vocabulary(),
    )


def list_edit(about: About, choice: SheetChoice) -> ProcessEdit | None:
    """What a menu's entry does at once; None for one that opens a form."""
    among = _among(about, choice)
    if choice.do == "open" or among is None or about.at is None:
        return None
    if choice.do == "remove":
        return RemoveListed(among=among, at=about.at)
    return MoveListed(among=among, at=about.at, by=-1 if choice.do == "up" else 1)


def _among(about: About, choice: SheetChoice) -> Listed | None:
    match choice.of:
        case "inputs":
            return OfInputs(phase=about.phase.id if about.phase else None)
        case "tasks":
            return OfTasks(phase=about.the_phase().id, activity=about.the_activity().id)
        case "fields":
            return OfFields(
                phase=about.the_phase().id,
                activity=about.the_activity().id,
                task=about.the_task().id,
            )
        case "":
            return None


def _at(parts: Sequence[Part], at: int) -> Part:
    if not 0 <= at < len(parts):
        raise Rejected(_GONE)
    return parts[at]


def _there(parts: Sequence[Part], at: int | None) -> None:
    if at is not None:
        _at(parts, at)
