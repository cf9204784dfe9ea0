"""The form of one phase in the outline editor."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal
from bot.views.elements import Block, Choice, multi_select, text_field
from bot.views.modals.answers import State, all_chosen_of, text_of
from orchestration.processes.model import Process

NAME, OWNER, AFTER = "phase.name", "phase.owner", "phase.after"


class Answer(NamedTuple):
    name: str
    owner: str | None
    depends_on: tuple[str, ...]
    """Phase ids."""


def draw(process: Process, form: buttons.PhaseForm) -> Block:
    phase = process.phases_by_id.get(form.phase or "")
    depends_on = phase.depends_on if phase else ((form.after,) if form.after else ())
    others = [each for each in process.phases if each.id != form.phase]
    unknown = [each for each in depends_on if each not in process.phases_by_id]
    # What it waits for now comes first: a list of over 100 phases is cut at its end.
    ordered = sorted(others, key=lambda each: each.id not in depends_on)
    choices = [Choice(f"{each} (does not exist)", each) for each in unknown]
    choices += [Choice(each.name, each.id) for each in ordered]
    after = multi_select(AFTER, choices, chosen=depends_on, placeholder="Starts at once")
    return modal(
        "Edit phase" if phase else "Add a phase",
        buttons.OUTLINE_PHASE,
        head=[
            field("Name", text_field(NAME, value=phase.name if phase else "", longest=200), NAME),
            field(
                "Owner",
                text_field(OWNER, value=(phase.owner or "") if phase else "", longest=120),
                OWNER,
                optional=True,
                hint="A role, such as QA lead.",
            ),
            field("Starts after", after, AFTER, optional=True) if choices else None,
        ],
        submit="Save",
        carries=form,
    )


def read(view: dict[str, Any]) -> Answer:
    state: State = view["state"]["values"]
    after = tuple(each for each in all_chosen_of(state, AFTER) if each != "none")
    return Answer(text_of(state, NAME), text_of(state, OWNER) or None, after)
