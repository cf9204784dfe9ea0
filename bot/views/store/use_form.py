"""The form of *Use in a draft…*: which draft, where in it, and by what name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.views.blocks import context, field, modal
from bot.views.elements import Block, Choice, Element, options, plain, select, text_field
from bot.views.modals.answers import State, chosen_of, text_of
from bot.views.store import carried
from bot.views.text import one_line
from orchestration.catalogue.model import StoreVersion
from orchestration.processes.draft import Draft
from orchestration.processes.model import Process
from orchestration.values import DraftId

DRAFT, WHERE, NAME = "store.use_draft", "store.use_where", "store.use_name"
_PLACES, _PHASES = 300, 100
_PER_PHASE = 100


class Answer(NamedTuple):
    draft_id: DraftId
    revision: int
    phase: str
    after: str | None
    name: str


def draw(
    used: StoreVersion, drafts: Sequence[Draft], form: carried.UseForm, *, chosen: int = 0
) -> Block:
    """`chosen` is the draft, by its number in the list, whose places are offered."""
    choices = [
        Choice(
            _title(each),
            carried.DraftChoice(draft=each.id, revision=each.revision).model_dump_json(),
            f"{len(each.process.phases) if each.process else 0} phases",
        )
        for each in drafts
    ]
    which = select(carried.USE_DRAFT, choices, chosen=choices[chosen].value)
    draft = drafts[chosen]
    return modal(
        "Use in a draft",
        carried.USE_FORM,
        head=[
            {**field("Draft", which, DRAFT), "dispatch_action": True},
            field("Where", _where(draft), _where_in(draft.id)),
            field("Name there", text_field(NAME, value=used.activity.name, longest=200), NAME),
            context("Publishing the draft takes the latest version there is then, and keeps it."),
        ],
        submit="Go on" if used.activity.inputs else "Add it",
        carries=form,
    )


def read(view: dict[str, Any], drafts: Sequence[Draft]) -> Answer | None:
    """None where the draft that was chosen, or its place, is not there any more."""
    state: State = view["state"]["values"]
    choice = read_draft(view)
    draft = next((each for each in drafts if choice and each.id == choice.draft), None)
    at = chosen_of(state, _where_in(choice.draft) if choice else "")
    if (
        choice is None
        or draft is None
        or draft.process is None
        or draft.revision != choice.revision
    ):
        return None
    place = _at(draft.process, at)
    if place is None:
        return None
    return Answer(draft.id, choice.revision, *place, text_of(state, NAME))


def read_draft(view: dict[str, Any]) -> carried.DraftChoice | None:
    chosen = chosen_of(view["state"]["values"], DRAFT)
    return carried.DraftChoice.model_validate_json(chosen) if chosen.startswith("{") else None


def _where_in(draft_id: DraftId) -> str:
    """A field of each draft's own: Slack keeps what was chosen in one that stays the same."""
    return f"{WHERE}:{draft_id}"


def _title(draft: Draft) -> str:
    return one_line(draft.process.name if draft.process else draft.title, 75)


def _where(draft: Draft) -> Element:
    """Every phase with its activities; positions hold, since the draft's revision travels along."""
    phases = draft.process.phases if draft.process else ()
    room = _PLACES
    groups: list[Element] = []
    for n, phase in enumerate(phases[:_PHASES]):
        offered = [Choice("When the phase starts", f"{n}.")]
        offered += [
            Choice(f"After {each.name}", f"{n}.{m}")
            for m, each in enumerate(phase.activities[: _PER_PHASE - 1])
        ]
        room -= len(offered)
        shown = offered if room >= 0 else offered[:1]
        groups.append({"label": plain(phase.name, 75), "options": options(shown)})
    element: Element = {
        "type": "static_select",
        "action_id": _where_in(draft.id),
        "placeholder": plain("Choose a place", 150),
    }
    if not groups:
        return {**element, "options": options([Choice("It has no phase yet", "none")])}
    return {**element, "option_groups": groups}


def _at(process: Process, position: str) -> tuple[str, str | None] | None:
    phase, _, activity = position.partition(".")
    if not phase.isdecimal() or int(phase) >= len(process.phases):
        return None
    found = process.phases[int(phase)]
    if not activity:
        return found.id, None
    if not activity.isdecimal() or int(activity) >= len(found.activities):
        return None
    return found.id, found.activities[int(activity)].id
