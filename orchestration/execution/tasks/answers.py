"""What people answer to a form: checked by each field's type, and kept as the outputs it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from orchestration import words
from orchestration.errors import Rejected
from orchestration.processes.input_values import Unfit, matches
from orchestration.processes.tasks import FieldType, FormField

LONGEST = 3000
"""Characters of one answer: what Slack's text field takes."""
YES, NO = "true", "false"


def unfit_answers(fields: Iterable[FormField], given: Mapping[str, str]) -> dict[str, str]:
    """By the field's id, what is wrong with its answer; empty where all are right."""
    found = {each.id: _complaint(each, given.get(each.id, "").strip()) for each in fields}
    return {field: said for field, said in found.items() if said}


def outputs_of(fields: Iterable[FormField], given: Mapping[str, str]) -> dict[str, str]:
    """The answers as outputs, by the field's id; what may be left open and was is none.

    Raises `Rejected` naming each field and what is wrong.
    """
    fields = tuple(fields)
    if unfit := unfit_answers(fields, given):
        names = {each.id: each.label for each in fields}
        said = "; ".join(f"“{words.quote(names[each], 60)}”: {why}" for each, why in unfit.items())
        raise Rejected(f"Please correct {said}")
    answers = {each.id: given.get(each.id, "").strip() for each in fields}
    ticks = {each.id for each in fields if each.type is FieldType.CHECKBOX}
    return {
        name: (value or NO) if name in ticks else value
        for name, value in answers.items()
        if value or name in ticks
    }


def _complaint(field: FormField, answer: str) -> str:
    if field.type is FieldType.CHECKBOX:
        return "Please tick it." if field.required and answer != YES else ""
    if not answer:
        return "Please fill this in." if field.required else ""
    if len(answer) > LONGEST:
        return f"At most {LONGEST:,} characters."
    match field.type:
        case FieldType.NUMBER:
            return "" if _is_number(answer) else "Please give a number, such as 12 or 0.5."
        case FieldType.CHOICE:
            return "" if answer in field.choices else "Please choose one of those offered."
        case FieldType.TEXT:
            return _of_pattern(field.pattern, answer)
        case FieldType.FILE:
            return ""  # what it holds is not asked: it is copied and known by its hash


def _of_pattern(pattern: str, answer: str) -> str:
    if not pattern:
        return ""
    try:
        fits = matches(pattern, answer)
    except Unfit as error:
        return f"The field {error}; whoever wrote the process has to correct it."
    return "" if fits else f"It must match {pattern}."


def _is_number(answer: str) -> bool:
    try:
        return Decimal(answer).is_finite()
    except InvalidOperation:
        return False
