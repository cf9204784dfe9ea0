"""The forms of the process itself: what it is about, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import names_text, read_names, values_text
from bot.views.forms.questions import Chosen, Question, Seen, Typed, or_none
from bot.views.forms.theme import About, Theme
from orchestration.processes.edits import DescribeProcess, ProcessEdit, SetProcessRules
from orchestration.values import ProcessId

_NONE = "-"


def _about(about: About) -> list[Question]:
    words = about.around
    return [
        Typed(block="description", label="Description", multiline=True),
        Typed(
            block="team",
            label="Team",
            reads=or_none,
            hint=reading.in_use("Whose process it is.", words.teams),
        ),
        _names("services", "Services", reading.in_use("What it releases.", words.services)),
        _names(
            "environments",
            "Environments",
            reading.in_use("Where it releases to.", words.environments),
        ),
        _names("tags", "Tags", reading.in_use("To find and filter it by.", words.tags)),
        _names(
            "owners",
            "Owners",
            "Roles or people who may publish it, beside administrators.",
            people=True,
        ),
    ]


def _rules(about: About) -> list[Question]:
    others = [each for each in about.around.processes if each.id != about.process.id]
    return [
        Chosen(
            block="rollback",
            label="Rollback process",
            choices=[Choice("None", _NONE), *(Choice(each.name, each.id) for each in others)],
            show=lambda value: value or _NONE,
            reads=lambda value: None if value == _NONE else ProcessId(value),
            hint="Offered when a release of this process is aborted.",
        ),
        Typed(
            block="sign_offs_expire",
            label="Sign-offs expire after",
            show=reading.shown_duration,
            reads=reading.duration,
            placeholder="2d",
            hint="An older sign-off is asked for again. Empty: never.",
        ),
        Typed(
            block="holds_due",
            label="What is on hold is due after",
            show=reading.shown_duration,
            reads=reading.duration,
            placeholder="4h",
            hint="Reminders and escalation follow it. Empty: 4h.",
        ),
        Typed(
            block="schedule",
            label="When releases are made",
            placeholder="Every second Thursday",
            hint="In your words, until a cadence says it.",
        ),
        variables("Read in expressions as variables.region, anywhere in the process."),
    ]


def variables(hint: str) -> Typed:
    return Typed(
        block="variables",
        label="Variables",
        show=values_text,
        reads=reading.values,
        multiline=True,
        placeholder="region = eu",
        hint=f"One a line: name = value. {hint}",
    )


def _names(block: str, label: str, hint: str, *, people: bool = False) -> Typed:
    return Typed(
        block=block,
        label=label,
        show=names_text,
        reads=read_names,
        hint=f"{hint} With commas.",
        people=people,
    )


def _seen(about: About) -> Seen:
    return {key: getattr(about.process, key) for key in type(about.process).model_fields}


def _describe(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    del about
    keys = ("description", "tags", "team", "services", "environments", "owners")
    return DescribeProcess(**{key: values[key] for key in keys})


def _set(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    del about
    keys = ("rollback", "sign_offs_expire", "holds_due", "schedule", "variables")
    return SetProcessRules(**{key: values[key] for key in keys})


PROCESS_ABOUT = Theme(
    name="process.about",
    label="About",
    title=lambda _: "What it is about",
    questions=_about,
    seen=_seen,
    edit=_describe,
)
PROCESS_RULES = Theme(
    name="process.rules",
    label="Rules and variables",
    title=lambda _: "Rules and variables",
    questions=_rules,
    seen=_seen,
    edit=_set,
)
