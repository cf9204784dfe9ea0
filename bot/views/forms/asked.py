"""The form of one question that a form task asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import Amiss, read_texts, texts_text
from bot.views.forms.questions import Chosen, Question, Seen, Ticked, Typed
from bot.views.forms.theme import About, Theme
from orchestration.processes.edits import ProcessEdit, PutField
from orchestration.processes.tasks import FieldType, FormField

_TYPES = (
    Choice("Text", FieldType.TEXT),
    Choice("Number", FieldType.NUMBER),
    Choice("One of several", FieldType.CHOICE),
    Choice("Yes or no", FieldType.CHECKBOX),
    Choice("File", FieldType.FILE),
)


def _questions(about: About) -> list[Question]:
    field = _field(about)
    read = f"Its answer is the output {field.id}." if field.id else ""
    return [
        Typed(block="label", label="Question", needed=True, hint=read),
        Chosen(block="type", label="Answered with", choices=_TYPES, show=str, reads=FieldType),
        Typed(
            block="choices",
            label="Choices",
            show=texts_text,
            reads=read_texts,
            multiline=True,
            hint="One a line; only for one of several.",
        ),
        Typed(
            block="pattern",
            label="Must match",
            reads=reading.pattern,
            placeholder="[A-Z]+-[0-9]+",
            hint="A regular expression that the whole of a text matches.",
        ),
        Ticked(
            block="field_is",
            label="An answer is",
            choices=(Choice("Required", "required"),),
        ),
    ]


def _field(about: About) -> FormField:
    fields = about.the_task().fields
    return FormField(id="", label="") if about.at is None else fields[about.at]


def _seen(about: About) -> Seen:
    field = _field(about)
    return {key: getattr(field, key) for key in type(field).model_fields}


def _put(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    choice = values["type"] is FieldType.CHOICE
    if choice and not values["choices"]:
        raise Amiss("List the choices.", "choices")
    keys = ("label", "type", "required", "pattern", "choices")
    return PutField(
        phase=about.the_phase().id,
        activity=about.the_activity().id,
        task=about.the_task().id,
        field=about.at,
        **{key: values[key] for key in keys},
    )


FIELD = Theme(
    name="field",
    label="Edit",
    title=lambda about: "Add a question" if about.at is None else "Edit question",
    questions=_questions,
    seen=_seen,
    edit=_put,
)
