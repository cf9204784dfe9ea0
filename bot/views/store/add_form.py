"""The form of *Add to the store…*: which activity of a process, and what it is called there."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views.blocks import context, field, modal
from bot.views.elements import Block, Choice, Element, options, plain, text_field
from bot.views.modals.answers import State, chosen_of, text_of
from bot.views.store import carried
from bot.views.wording import kind_of
from orchestration.processes.model import Process, ref_of
from orchestration.values import ActivityRef

ACTIVITY, NAME, ID = "store.add_activity", "store.add_name", "store.add_id"
_ACTIVITIES, _PER_PHASE = 300, 100


class Answer(NamedTuple):
    ref: ActivityRef
    name: str
    """As in the process, where it was left empty."""
    id: str
    """Empty: made from the name."""


def draw(process: Process, form: carried.AddForm) -> Block:
    return modal(
        "Add to the store",
        carried.ADD_FORM,
        head=[
            field("Activity", _menu(process), ACTIVITY),
            field(
                "Name in the store",
                text_field(NAME, longest=80),
                NAME,
                optional=True,
                hint="Left empty: as in the process. Say what it does wherever it is used.",
            ),
            field(
                "Id",
                text_field(ID, longest=48, placeholder="deploy-service"),
                ID,
                optional=True,
                hint="Processes name it by this. Left empty: made from the name.",
            ),
            context("The process stays as it is. What it tells the activity becomes its inputs."),
        ],
        submit="Add it",
        carries=form,
    )


def read(view: dict[str, Any], process: Process) -> Answer | None:
    """None where what was chosen is not in this version."""
    state: State = view["state"]["values"]
    phase, _, activity = chosen_of(state, ACTIVITY).partition(".")
    if not (phase.isdecimal() and activity.isdecimal()) or int(phase) >= len(process.phases):
        return None
    found = process.phases[int(phase)]
    if int(activity) >= len(found.activities):
        return None
    chosen = found.activities[int(activity)]
    return Answer(
        ref_of(found.id, chosen.id), text_of(state, NAME) or chosen.name, text_of(state, ID)
    )


def offers(process: Process) -> bool:
    """True where there is an activity that is not of the store already."""
    return any(each.uses is None for _, each in process.activities())


def _menu(process: Process) -> Element:
    """Its activities by their positions, which hold: a published version never changes."""
    room = _ACTIVITIES
    groups: list[Element] = []
    for n, phase in enumerate(process.phases):
        offered = [
            Choice(each.name, f"{n}.{m}", str(kind_of(each)))
            for m, each in enumerate(phase.activities)
            if each.uses is None
        ][: min(room, _PER_PHASE)]
        room -= len(offered)
        if offered and len(groups) < 100:
            groups.append({"label": plain(phase.name, 75), "options": options(offered)})
    return {
        "type": "static_select",
        "action_id": ACTIVITY,
        "placeholder": plain("Choose an activity", 150),
        "option_groups": groups,
    }
