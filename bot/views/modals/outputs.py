"""The form behind *Done…*, *Fill in…* and *Finalise…*: fields by their type, a closing note."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.views import buttons
from bot.views.blocks import field, modal, section
from bot.views.elements import Block, Choice, Element, checkboxes, file_field, select, text_field
from bot.views.modals.answers import State, all_chosen_of, chosen_of, files_of, text_of
from bot.views.text import bold, name
from bot.views.value_elements import few, number_field
from orchestration.execution.state.statuses import WorkKind
from orchestration.execution.tasks.answers import NO, YES
from orchestration.processes.tasks import FieldType, FormField
from orchestration.read_models.task_cards import TaskCard

NOTE = "output.note"
_MOST = 90
_MENU = 100
"""Choices of one menu; of more the answer is typed."""
_IN_SIGHT = 5
_TITLES = {WorkKind.FORM: ("Fill in", "Send"), WorkKind.FINALISE: ("Finalise", "Finalise")}


class Answer(NamedTuple):
    outputs: dict[str, str]
    """By the field's id; empty where nothing was said."""
    note: str


def block_id(n: int) -> str:
    return f"output.{n}"


def draw(card: TaskCard) -> Block:
    asked = card.fields[:_MOST]
    about = buttons.TaskButton(task_id=card.task_id, round=card.round, shown=card.shown)
    title, submit = _TITLES.get(card.kind, ("Done", "Done"))
    what = "" if card.kind in _TITLES else "\nWhat came of it?"
    note = field("Closing note", text_field(NOTE, multiline=True, longest=2000), NOTE)
    return modal(
        title,
        buttons.OUTPUTS,
        head=[
            section(f"{bold(card.name)} · {name(card.release_title)}{what}"),
            note if card.kind is WorkKind.FINALISE else None,
        ],
        body=[[_question(n, each, card.answers.get(each.id, ""))] for n, each in enumerate(asked)],
        submit=submit,
        carries=buttons.OutputsForm(task=about, count=len(asked)),
    )


def read(view: dict[str, Any], card: TaskCard) -> Answer:
    """What was sent, for the task that the form was drawn from."""
    state: State = view["state"]["values"]
    return Answer(
        {each.id: _said(state, n, each) for n, each in enumerate(card.fields[:_MOST])},
        text_of(state, NOTE),
    )


def _question(n: int, of: FormField, known: str) -> Block:
    needed = of.required and of.type is not FieldType.CHECKBOX
    hint = f"It must match {of.pattern}" if of.pattern and of.type is FieldType.TEXT else ""
    if of.type is FieldType.CHECKBOX and of.required:
        hint = "It has to be ticked."
    if of.type is FieldType.FILE:
        before = f"Given before: {known}. " if known else ""
        hint = f"{before}Copied and kept with its SHA-256, up to 100 MB."
    return field(of.label, _element(n, of, known), block_id(n), optional=not needed, hint=hint)


def _element(n: int, of: FormField, known: str) -> Element:
    at = block_id(n)
    match of.type:
        case FieldType.NUMBER:
            return number_field(at, value=known)
        case FieldType.FILE:
            return file_field(at)
        case FieldType.CHECKBOX:
            return checkboxes(at, [Choice("Yes", YES)], chosen=[YES] if known == YES else [])
        case FieldType.CHOICE if 0 < len(of.choices) <= _MENU:
            offered = [Choice(each, str(number)) for number, each in enumerate(of.choices)]
            chosen = str(of.choices.index(known)) if known in of.choices else ""
            if len(offered) <= _IN_SIGHT:
                return few(at, offered, chosen=chosen)
            return select(at, offered, chosen=chosen)
        case _:
            return text_field(at, value=known, longest=1000)


def _said(state: State, n: int, of: FormField) -> str:
    at = block_id(n)
    match of.type:
        case FieldType.FILE:
            return next(iter(files_of(state, at)), "")
        case FieldType.CHECKBOX:
            return YES if YES in all_chosen_of(state, at) else NO
        case FieldType.CHOICE if 0 < len(of.choices) <= _MENU:
            number = chosen_of(state, at)
            return of.choices[int(number)] if number.isdigit() else ""
        case _:
            return text_of(state, at)
