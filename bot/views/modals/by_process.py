"""The form of a process that runs inside a release: which one, and what that is told.

It does what an activity on hold could not, or runs beside a task.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from bot.views import buttons
from bot.views.blocks import context, field, modal, section
from bot.views.elements import Block, Choice, select
from bot.views.modals import new_release_inputs, typed_fields
from bot.views.modals.answers import State, chosen_of
from bot.views.modals.typed_fields import TypedField
from bot.views.text import bold, name
from orchestration.processes.model import Process, ProcessVersion
from orchestration.read_models.input_cards import SetsToChoose
from orchestration.values import ProcessId

CHOOSE = "by_process.choose"
GIVE = "by_process.give"
PROCESS = "by_process.process"
_INSTEAD = (
    "Another process does what {} could not, in its place. What that process gives becomes the "
    "activity's outputs."
)
_BESIDE = (
    "A process runs beside {}. How it ends is said in the release's thread; the task stays with "
    "whoever it asks, and its activity is not done before."
)
_MOST = 100
"""Slack's menu takes no more."""
_NO_SETS = SetsToChoose()


def draw(
    processes: Sequence[tuple[ProcessId, str]], about: str, carries: buttons.ByProcessPlace
) -> Block:
    """`about` names the activity on hold, or the task."""
    menu = select(PROCESS, [Choice(title, each) for each, title in processes[:_MOST]])
    more = f"Only the first {_MOST} are listed." if len(processes) > _MOST else ""
    return modal(
        _title(carries),
        CHOOSE,
        head=[
            section(_BESIDE.format(bold(about)) if carries.task else _INSTEAD.format(bold(about))),
            field("Process", menu, PROCESS, hint=more),
        ],
        submit="Go on",
        carries=carries,
    )


def _title(place: buttons.ByProcessPlace) -> str:
    return "Start a process" if place.task else "Retry with a process"


def read_process(view: dict[str, Any]) -> ProcessId:
    return ProcessId(chosen_of(view["state"]["values"], PROCESS))


def draw_inputs(
    of: ProcessVersion, form: buttons.ByProcessForm, known: Mapping[str, JsonValue]
) -> Block:
    """A page of its inputs; they start with what the release was given by the same name."""
    pages = _pages(of.process, known)
    page = min(form.page, len(pages) - 1)
    place = f"Page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    asked = "its inputs" if pages[page] else "it takes no inputs"
    last = page + 1 == len(pages)
    return modal(
        _title(form.place),
        GIVE,
        head=[context(f"{name(of.process.name)}, version {of.version}: {asked}", place)],
        body=[[typed_fields.draw(each)] for each in pages[page]],
        submit="Run it" if last else "Next",
        carries=form.model_copy(update={"page": page}),
    )


def is_last(of: ProcessVersion, form: buttons.ByProcessForm) -> bool:
    return form.page + 1 >= len(_pages(of.process, {}))


def read_inputs(state: State, process: Process) -> tuple[dict[str, JsonValue], dict[str, str]]:
    """By name what was filled in, and by block what does not fit."""
    return new_release_inputs.read(state, process)


def _pages(process: Process, known: Mapping[str, JsonValue]) -> list[list[TypedField]]:
    return typed_fields.pages(new_release_inputs.fields(process, _NO_SETS, given=known))
