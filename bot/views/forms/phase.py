"""The forms of a phase: whether and when it begins, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import names_text, outputs_text, read_names
from bot.views.forms.process import variables
from bot.views.forms.questions import Question, Seen, Ticked, Together, Typed
from bot.views.forms.theme import About, Theme
from orchestration.processes.edits import ProcessEdit, SetPhaseRules, SetPhaseValues


def condition(hint: str) -> Typed:
    return Typed(
        block="if_",
        label="Only if",
        reads=reading.condition,
        placeholder="inputs.region == 'eu'",
        hint=hint,
    )


def outputs(hint: str) -> Together:
    return Together(
        block="outputs",
        keys=("outputs", "output_values"),
        label="Outputs",
        shows=lambda seen: outputs_text(seen["outputs"], seen["output_values"]),
        reads=reading.outputs,
        hint=f"One a line: a name, or name = {{{{ expression }}}}. {hint}",
    )


def _rules(about: About) -> list[Question]:
    del about
    return [
        Typed(block="description", label="Description", multiline=True),
        condition("Where it is false the phase is skipped, and the release says why."),
        Typed(
            block="not_before",
            label="Not before",
            reads=reading.not_before,
            placeholder="Thursday 17:00",
            hint="start + 2d, 17:00 or Thursday 17:00.",
        ),
        Typed(
            block="waits_for",
            label="Waits for other releases",
            show=names_text,
            reads=reading.other_phases,
            placeholder="payments.deploy",
            hint="Releases, or phases of them, with commas: payments.deploy, WEB-12.",
        ),
        Typed(
            block="uses",
            label="Holds",
            show=names_text,
            reads=read_names,
            placeholder="staging",
            hint="What only so many releases may use at once (`/release resources`), with commas.",
        ),
        Ticked(
            block="phase_is",
            label="This phase is",
            choices=(
                Choice("Optional", "optional", "A failure leaves the release partly succeeded"),
                Choice("Uninterruptible", "uninterruptible", "Once begun it runs into a freeze"),
            ),
        ),
    ]


def _values(about: About) -> list[Question]:
    del about
    return [
        outputs("Others read them as phases.ID.outputs.NAME."),
        variables("Read in expressions inside this phase."),
    ]


def _seen(about: About) -> Seen:
    phase = about.the_phase()
    return {key: getattr(phase, key) for key in type(phase).model_fields}


def _set_rules(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    keys = ("description", "if_", "not_before", "waits_for", "uses", "optional", "uninterruptible")
    return SetPhaseRules(phase=about.the_phase().id, **{key: values[key] for key in keys})


def _set_values(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    keys = ("variables", "outputs", "output_values")
    return SetPhaseValues(phase=about.the_phase().id, **{key: values[key] for key in keys})


PHASE_RULES = Theme(
    name="phase.rules",
    label="Conditions and time",
    title=lambda _: "Conditions and time",
    questions=_rules,
    seen=_seen,
    edit=_set_rules,
)
PHASE_VALUES = Theme(
    name="phase.values",
    label="Outputs and variables",
    title=lambda _: "Outputs and variables",
    questions=_values,
    seen=_seen,
    edit=_set_values,
)
