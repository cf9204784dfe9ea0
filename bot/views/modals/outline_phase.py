"""The form of one phase in the outline editor."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import buttons, outline_buttons
from bot.views.blocks import field, modal
from bot.views.elements import Block, Choice, multi_select
from bot.views.forms.questions import line
from bot.views.modals import outline_after
from bot.views.modals.answers import State, fields_of, text_of
from orchestration.processes.model import Process

NAME, OWNER, AFTER = "phase.name", "phase.owner", "phase.after"


class Answer(NamedTuple):
    name: str
    owner: str | None
    depends_on: tuple[str, ...]
    """Phase ids."""


def draw(process: Process, form: outline_buttons.PhaseForm) -> Block:
    phase = process.phases_by_id.get(form.phase or "")
    depends_on = _waits(process, form)
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
            line(NAME, "Name", phase.name if phase else "", needed=True),
            line(
                OWNER,
                "Owner",
                (phase.owner or "") if phase else "",
                hint="A role, such as QA lead.",
            ),
            field("Starts after", after, AFTER, optional=True) if choices else None,
        ],
        submit="Save",
        carries=form,
    )


def read(view: dict[str, Any], process: Process) -> Answer:
    form = outline_buttons.PhaseForm.model_validate_json(view["private_metadata"])
    state: State = view["state"]["values"]
    there, was = fields_of(view), process.phases_by_id.get(form.phase or "")
    return Answer(
        name=was.name if was and NAME not in there else text_of(state, NAME),
        owner=was.owner if was and OWNER not in there else text_of(state, OWNER) or None,
        depends_on=outline_after.chosen_in(view, _waits(process, form), AFTER),
    )


def _waits(process: Process, form: outline_buttons.PhaseForm) -> tuple[str, ...]:
    """A new phase starts after the one it was added behind."""
    phase = process.phases_by_id.get(form.phase or "")
    return phase.depends_on if phase else ((form.after,) if form.after else ())
