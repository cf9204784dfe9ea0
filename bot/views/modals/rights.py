"""What a role may do, in the whole workspace or with one process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, Choice, checkboxes, select
from bot.views.modals.answers import State, all_chosen_of, chosen_of
from bot.views.text import units
from orchestration.people.granting import RightsOfRole
from orchestration.people.model import Right
from orchestration.values import Frozen, ProcessId, id_from, role_key

RIGHTS = "rights.which"
_WORKSPACE = "*"
_LONGEST = 150
"""Of a name that Slack carries back from a menu."""
_ABOUT = {
    Right.VIEW: ("Look", "Processes, releases, audits. Everybody may until a role is ticked here"),
    Right.DRAFT: ("Draft", "Propose and edit drafts. Everybody may until a role is ticked here"),
    Right.PUBLISH: ("Publish", "Make a draft the next version; archive; the activity store"),
    Right.START: ("Start", "Start releases"),
    Right.OPERATE: ("Operate", "Retry, ignore, skip, redo, pause and abort in a running release"),
    Right.OVERRIDE: ("Override", "Go past a gate, with a reason"),
    Right.ADMINISTER: ("Administer", "All of these, and grant them to roles"),
}


class Place(Frozen):
    """Whose rights are shown, and where."""

    role: str = ""
    """Its name."""
    process: ProcessId | None = None


class Answer(NamedTuple):
    place: Place
    rights: frozenset[Right]


def draw(
    roles: Sequence[str],
    processes: Sequence[tuple[ProcessId, str]],
    granted: Sequence[RightsOfRole],
    place: Place,
) -> Block:
    """The role and the place are chosen first; what is ticked is what it was granted there."""
    roles = [each for each in roles if 0 < units(each) <= _LONGEST]
    role = place.role if place.role in roles else next(iter(roles), "")
    now = _granted(granted, Place(role=role, process=place.process))
    where = [
        Choice("The whole workspace", _WORKSPACE),
        *(Choice(f"Only {name}", each) for each, name in processes),
    ]
    # Another place shows other ticks: a field that keeps its id keeps what was ticked in it.
    ticks = id_from(RIGHTS, f"{role_key(role)}/{place.process or _WORKSPACE}")
    return modal(
        "Rights",
        buttons.RIGHTS,
        head=[
            {
                **field(
                    "Role",
                    select(buttons.RIGHTS_ROLE, [Choice(r, r) for r in roles], chosen=role),
                    buttons.RIGHTS_ROLE,
                ),
                "dispatch_action": True,
            },
            {
                **field(
                    "Where",
                    select(buttons.RIGHTS_WHERE, where, chosen=place.process or _WORKSPACE),
                    buttons.RIGHTS_WHERE,
                ),
                "dispatch_action": True,
            },
            field(
                "It may",
                checkboxes(ticks, [Choice(*_choice(each)) for each in Right], chosen=now),
                ticks,
                optional=True,
            ),
            context(
                "Owners of a process may publish it, start its releases and operate them without "
                "being granted anything; administrators may do all."
            ),
        ],
        submit="Save",
        carries=Place(role=role, process=place.process),
    )


def _choice(right: Right) -> tuple[str, str, str]:
    label, about = _ABOUT[right]
    return label, right.value, about


def _granted(granted: Sequence[RightsOfRole], place: Place) -> Sequence[str]:
    for each in granted:
        if (role_key(each.role), each.process) == (role_key(place.role), place.process):
            return [right.value for right in each.rights]
    return ()


def read(view: dict[str, Any]) -> Answer:
    """What is ticked for the role and place that were shown, or chosen since."""
    state: State = view["state"]["values"]
    ticks = next((each for each in state if each.startswith(f"{RIGHTS}_")), "")
    return Answer(place=read_place(view), rights=frozenset(map(Right, all_chosen_of(state, ticks))))


def read_place(view: dict[str, Any]) -> Place:
    state: State = view["state"]["values"]
    where = chosen_of(state, buttons.RIGHTS_WHERE)
    process = None if where in {"", _WORKSPACE} else ProcessId(where)
    return Place(role=chosen_of(state, buttons.RIGHTS_ROLE), process=process)


def shown(view: dict[str, Any]) -> Place:
    """What the ticks were drawn for."""
    return Place.model_validate_json(view["private_metadata"])


def said(right: Right) -> str:
    return _ABOUT[right][0].lower()
