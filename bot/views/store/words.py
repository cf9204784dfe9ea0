"""An activity of the store in words: what it is, what it takes, what it gives, what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import JsonValue

from bot.views.text import code, cut, mention, name, prose
from bot.views.wording import kind_of
from orchestration.catalogue.model import StoreActivity, StoreSummary
from orchestration.processes.durations import duration_text
from orchestration.processes.input_values import as_text
from orchestration.processes.inputs import InputSpec, InputType
from orchestration.processes.model import ActivityType, OnFailure
from orchestration.processes.tasks import TaskKind, TaskSpec

_TYPES = {
    InputType.STRING: "text",
    InputType.NUMBER: "number",
    InputType.BOOLEAN: "yes or no",
    InputType.CHOICE: "choice",
    InputType.LIST: "list",
    InputType.OBJECT: "map",
    InputType.DATE: "date",
    InputType.USER: "person",
    InputType.SECRET: "reference to a secret",
}
_TASKS = {TaskKind.TODO: "To do", TaskKind.SIGN_OFF: "Sign-off", TaskKind.FORM: "Form"}


def type_of(each: InputSpec) -> str:
    return _TYPES[each.type]


def takes(activity: StoreActivity, most: int = 6) -> str:
    """`version (text), region (choice)` on one line; those that need no value say so."""
    said = [
        f"{name(each.name, 60)} ({type_of(each)}{'' if needs_value(each) else ', optional'})"
        for each in activity.inputs[:most]
    ]
    return _and_more(said, len(activity.inputs))


def gives(activity: StoreActivity, most: int = 6) -> str:
    said = [name(each, 60) for each in activity.outputs[:most]]
    return _and_more(said, len(activity.outputs))


def needs_value(each: InputSpec) -> bool:
    """True where whoever uses the activity must say a value."""
    return each.required and each.default is None


def input_row(each: InputSpec) -> str:
    """`• *region*: choice of eu, us; eu unless said. Where it goes.`"""
    parts = [type_of(each)]
    if each.allowed_values:
        shown = ", ".join(name(value_text(one), 30) for one in each.allowed_values[:8])
        more = len(each.allowed_values) - 8
        parts[0] += f" of {shown}" + (f" and {more} more" if more > 0 else "")
    if each.pattern:
        parts.append(f"must match {code(each.pattern)}")
    least, most = each.min, each.max
    parts += [f"at least {least:g}"] if least is not None else []
    parts += [f"at most {most:g}"] if most is not None else []
    if each.default is not None and each.type is not InputType.SECRET:
        parts.append(f"{code(cut(value_text(each.default), 60))} unless said")
    elif not needs_value(each):
        parts.append("optional")
    about = f". {prose(each.description, 150)}" if each.description else ""
    return f"• {code(each.name)}: {'; '.join(parts)}{about}"


def output_row(activity: StoreActivity, output: str) -> str:
    source = activity.output_values.get(output)
    return f"• {code(output)}" + (f" from {code(source)}" if source else "")


def work_rows(activity: StoreActivity) -> list[str]:
    """What does the work, and how it behaves: one line each."""
    rows: list[str] = []
    if activity.pipeline:
        rows.append(f"• runs the pipeline {code(activity.pipeline)}")
        rows += _told(activity.pipeline_inputs)
    if activity.process:
        pinned = f", version {activity.process.version}" if activity.process.version else ""
        rows.append(f"• runs the process {code(activity.process.id)}{pinned}")
        rows += _told(activity.process_inputs)
    if activity.type is ActivityType.AUTOMATED and not activity.pipeline:
        rows.append("• is run by hand")
    if activity.command:
        rows.append(f"• documented command: {code(cut(activity.command, 200))}")
    rows += [_task(each) for each in activity.tasks]
    if activity.expected_duration:
        rows.append(f"• takes about {duration_text(activity.expected_duration)}")
    if activity.timeout:
        rows.append(f"• is given up after {duration_text(activity.timeout)}")
    if activity.retry and activity.on_failure is OnFailure.RETRY:
        rows.append(f"• is tried up to {activity.retry.attempts} times")
    elif activity.on_failure is not OnFailure.HOLD:
        rows.append(f"• when it fails: {activity.on_failure.value}")
    return rows


def about(summary: StoreSummary, activity: StoreActivity) -> str:
    """`⚙ Pipeline · deploy-service · version 3 · web · kubernetes, rollout`."""
    tags = _and_more([name(each, 40) for each in summary.tags[:6]], len(summary.tags))
    parts = [
        str(kind_of(activity)),
        code(summary.id),
        f"version {summary.version}",
        f"team {name(summary.team, 60)}" if summary.team else "",
        tags,
    ]
    return " · ".join(each for each in parts if each)


def deprecated(summary: StoreSummary) -> str:
    """Empty where it is not."""
    if summary.deprecated_by is None:
        return ""
    use = f" Use {code(summary.instead)} instead." if summary.instead else ""
    return f"⚠ Deprecated by {mention(summary.deprecated_by)}.{use}"


def value_text(value: JsonValue) -> str:
    """A value as people say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return as_text(value)


def some_of(title: str, rows: Sequence[str], most: int, room: int = 1500) -> str:
    """A bold title over as many rows as there is room for; empty where there are none."""
    if not rows:
        return ""
    shown: list[str] = []
    left = room - len(title)
    for each in rows[:most]:
        left -= len(each) + 1
        if left < 0:
            break
        shown.append(each)
    more = [f"and {len(rows) - len(shown)} more"] if len(rows) > len(shown) else []
    return "\n".join([f"*{title}*", *shown, *more])


def _told(values: dict[str, JsonValue]) -> list[str]:
    return [f"    {code(key)}: {code(cut(value_text(value), 80))}" for key, value in values.items()]


def _task(each: TaskSpec) -> str:
    who = ", ".join(mention(one) for one in each.people()[:5])
    return f"• {_TASKS[each.kind]}: {name(each.name, 100)}" + (f" — {who}" if who else "")


def _and_more(said: Iterable[str], total: int) -> str:
    shown = list(said)
    more = f" and {total - len(shown)} more" if total > len(shown) else ""
    return ", ".join(shown) + more
