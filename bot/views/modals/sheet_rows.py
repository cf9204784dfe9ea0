"""The rows of a sheet's list: inputs, or tasks with the questions of their forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.views import rules_text, sheet_buttons
from bot.views.elements import Choice, Element, button, overflow
from bot.views.sheet_buttons import SheetChoice
from bot.views.text import bold, mention, name
from bot.views.wording import counted
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import Activity
from orchestration.processes.tasks import FieldType, FormField, TaskKind, TaskSpec

_KINDS = {TaskKind.TODO: "To do", TaskKind.SIGN_OFF: "Sign-off", TaskKind.FORM: "Form"}

_INPUTS = {
    InputType.STRING: "text",
    InputType.NUMBER: "number",
    InputType.BOOLEAN: "yes or no",
    InputType.CHOICE: "one of several",
    InputType.LIST: "list",
    InputType.OBJECT: "object",
    InputType.DATE: "date",
    InputType.USER: "person",
    InputType.SECRET: "secret",
}
_ANSWERS = {
    FieldType.TEXT: "text",
    FieldType.NUMBER: "number",
    FieldType.CHOICE: "one of several",
    FieldType.CHECKBOX: "yes or no",
    FieldType.FILE: "file",
}


class Row(NamedTuple):
    text: str
    accessory: Element


def of_inputs(specs: Sequence[InputSpec]) -> list[Row]:
    return [
        Row(f"{n + 1}. {_input(each)}", _menu(_entries("inputs", "input", n, len(specs), "input")))
        for n, each in enumerate(specs)
    ]


def of_tasks(activity: Activity) -> list[Row]:
    rows: list[Row] = []
    for n, task in enumerate(activity.tasks):
        entries = _entries("tasks", "task", n, len(activity.tasks), "task")
        rows.append(Row(f"{n + 1}. {_task(task)}", _menu(entries)))
        for m, each in enumerate(task.fields):
            inner = _inner(n, m, len(task.fields))
            rows.append(Row(f"    {n + 1}.{m + 1} {_field(each)}", _menu(inner)))
        if task.kind is TaskKind.FORM:
            choice = SheetChoice(do="open", of="fields", theme="field", at=n)
            add = button("Add a question", sheet_buttons.OPEN, choice)
            asked = counted(len(task.fields), "question")
            rows.append(Row(f"    {name(task.name, 60)} asks {asked}.", add))
    return rows


def _entries(of: str, theme: str, n: int, count: int, more: str) -> list[Choice]:
    """Edit, the further form, move up and down, remove: five, as many as Slack's menu has."""
    further = {"input": "Limits…", "task": "Deadline and gate…"}[more]
    second = {"input": "input.limits", "task": "task.rules"}[more]
    drawn = [_entry("Edit", of, theme=theme, at=n), _entry(further, of, theme=second, at=n)]
    drawn += [_entry("Move up", of, do="up", at=n)] if n else []
    drawn += [_entry("Move down", of, do="down", at=n)] if n < count - 1 else []
    return [*drawn, _entry("Remove", of, do="remove", at=n)]


def _inner(task: int, n: int, count: int) -> list[Choice]:
    drawn = [_entry("Edit", "fields", theme="field", at=task, inner=n)]
    drawn += [_entry("Move up", "fields", do="up", at=task, inner=n)] if n else []
    drawn += [_entry("Move down", "fields", do="down", at=task, inner=n)] if n < count - 1 else []
    return [*drawn, _entry("Remove", "fields", do="remove", at=task, inner=n)]


def _entry(label: str, of: str, *, do: str = "open", theme: str = "", **at: int) -> Choice:
    choice = SheetChoice.model_validate({"do": do, "of": of, "theme": theme, **at})
    return Choice(label, choice.model_dump_json(exclude_defaults=True))


def _menu(entries: Sequence[Choice]) -> Element:
    return overflow(sheet_buttons.MENU, entries)


def _input(spec: InputSpec) -> str:
    said = [_INPUTS[spec.type], "required" if spec.required else "optional"]
    if spec.default is not None:
        said.append(f"{name(as_text(spec.default), 60)} unless said otherwise")
    if spec.allowed_values:
        said.append(counted(len(spec.allowed_values), "allowed value"))
    said += [f"matches {name(spec.pattern, 60)}"] if spec.pattern else []
    said += [f"at least {spec.min:g}"] if spec.min is not None else []
    said += [f"at most {spec.max:g}"] if spec.max is not None else []
    about = f"\n{name(spec.description, 200)}" if spec.description else ""
    return f"{bold(spec.name, 100)} — {', '.join(said)}{about}"


def _task(task: TaskSpec) -> str:
    who = [mention(each) for each in task.people()[:5]]
    said = [", ".join(who) or ("nobody yet" if task.kind is TaskKind.SIGN_OFF else "")]
    if task.kind is TaskKind.SIGN_OFF and task.approvals and task.approvals.needed != 1:
        said = [f"{task.approvals.needed} of {said[0]}"]
    about = ", ".join(each for each in [*said, *rules_text.of_task(task)] if each)
    return f"{_KINDS[task.kind]}: {bold(task.name, 120)}" + (f" — {about}" if about else "")


def _field(field: FormField) -> str:
    said = [_ANSWERS[field.type], "required" if field.required else "optional"]
    said += [counted(len(field.choices), "choice")] if field.choices else []
    said += [f"matches {name(field.pattern, 60)}"] if field.pattern else []
    return f"{bold(field.label, 100)} — {', '.join(said)}"
