"""The forms of a declared input: what it is called and takes, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import Amiss, read_texts, texts_text
from bot.views.forms.questions import Chosen, Question, Seen, Ticked, Typed
from bot.views.forms.theme import About, Theme
from orchestration.processes.checks.values import of_inputs
from orchestration.processes.edits import LimitInput, ProcessEdit, PutInput
from orchestration.processes.input_values import Unfit, as_text, read_value
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Process
from orchestration.values import ProcessId

_TYPES = (
    Choice("Text", InputType.STRING),
    Choice("Number", InputType.NUMBER),
    Choice("Yes or no", InputType.BOOLEAN),
    Choice("One of several", InputType.CHOICE),
    Choice("List", InputType.LIST),
    Choice("Object", InputType.OBJECT),
    Choice("Date", InputType.DATE),
    Choice("Person", InputType.USER),
    Choice("Secret: a reference, never the value", InputType.SECRET),
)


def _questions(about: About) -> list[Question]:
    del about
    return [
        Typed(block="name", label="Name", needed=True, hint="Read in expressions as inputs.name."),
        Chosen(block="type", label="Type", choices=_TYPES, show=str, reads=InputType),
        Typed(block="description", label="Description", hint="Shown to whoever fills it in."),
        Ticked(
            block="input_is",
            label="A value is",
            choices=(Choice("Required", "required"),),
        ),
        Typed(
            block="default",
            label="Default",
            hint='yes or no, 2026-11-30, eu, us or {"region": "eu"}, as the type asks.',
        ),
        Typed(
            block="allowed_values",
            label="Allowed values",
            multiline=True,
            hint="One a line. Empty: any value of its type.",
        ),
    ]


def _limits(about: About) -> list[Question]:
    del about
    return [
        Typed(
            block="pattern",
            label="Must match",
            reads=reading.pattern,
            placeholder="[0-9]+\\.[0-9]+\\.[0-9]+",
            hint="A regular expression that the whole of a text matches.",
        ),
        _bound("min", "At least"),
        _bound("max", "At most"),
    ]


def _bound(block: str, label: str) -> Typed:
    return Typed(
        block=block,
        label=label,
        show=reading.shown_number,
        reads=reading.number,
        hint="A number, or for texts and lists their length.",
    )


def _spec(about: About) -> InputSpec:
    return InputSpec(name="") if about.at is None else specs_of(about)[about.at]


def specs_of(about: About) -> tuple[InputSpec, ...]:
    return about.phase.inputs if about.phase else about.process.inputs


def _seen(about: About) -> Seen:
    spec = _spec(about)
    return {
        **{key: getattr(spec, key) for key in type(spec).model_fields},
        "default": as_text(spec.default),
        "allowed_values": texts_text(map(as_text, spec.allowed_values)),
    }


def _put(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    was, shown = _spec(about), _seen(about)
    plain = InputSpec(name=values["name"], type=values["type"])
    same_type = plain.type is was.type
    default: JsonValue = was.default
    if values["default"] != shown["default"] or not same_type:
        default = _read(plain, values["default"], "default") if values["default"] else None
    allowed: tuple[JsonValue, ...] = was.allowed_values
    if values["allowed_values"] != shown["allowed_values"] or not same_type:
        lines = read_texts(values["allowed_values"])
        allowed = tuple(_read(plain, each, "allowed_values") for each in lines)
    keys = ("name", "type", "description", "required")
    said = {key: values[key] for key in keys}
    now = was.model_copy(update={**said, "default": default, "allowed_values": allowed})
    if now != was:
        _check(now)
    phase = about.phase.id if about.phase else None
    return PutInput(phase=phase, input=about.at, **said, default=default, allowed_values=allowed)


def _limit(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    said = {key: values[key] for key in ("pattern", "min", "max")}
    was = _spec(about)
    now = was.model_copy(update=said)
    if now != was:
        _check(now)
    phase = about.phase.id if about.phase else None
    return LimitInput(phase=phase, input=about.at or 0, **said)


def _read(spec: InputSpec, text: str, block: str) -> JsonValue:
    try:
        return read_value(spec, text)
    except Unfit as error:
        raise Amiss(f"“{text[:60]}” {error}.", block) from error


def _check(spec: InputSpec) -> None:
    """What the review would say of it, at the field that it is about."""
    alone = Process(id=ProcessId("it"), name="it", inputs=(spec,))
    for problem in of_inputs(alone):
        about = str(problem.path[2]) if len(problem.path) > 2 else "allowed-values"
        raise Amiss(f"It {problem.what} {problem.mend}", about.replace("-", "_"))


INPUT = Theme(
    name="input",
    label="Edit",
    title=lambda about: "Add an input" if about.at is None else "Edit input",
    questions=_questions,
    seen=_seen,
    edit=_put,
)
INPUT_LIMITS = Theme(
    name="input.limits",
    label="Limits…",
    title=lambda _: "Limits",
    questions=_limits,
    seen=_seen,
    edit=_limit,
)
