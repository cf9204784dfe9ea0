"""The forms of an activity beyond the short one: conditions, time and failure, values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import Amiss, values_text
from bot.views.forms.phase import condition, outputs
from bot.views.forms.process import variables
from bot.views.forms.questions import Chosen, Question, Seen, Ticked, Typed, or_none
from bot.views.forms.theme import About, Theme
from orchestration.processes.edits import ProcessEdit, SetConditions, SetTimes, SetValues
from orchestration.processes.model import ActivityType, OnFailure, Retry

_FAILURES = (
    Choice("Hold it, and ask its owner", OnFailure.HOLD),
    Choice("Try it again, then hold it", OnFailure.RETRY),
    Choice("Ignore it and go on", OnFailure.IGNORE),
    Choice("Fail the release", OnFailure.FAIL),
)


def _conditions(about: About) -> list[Question]:
    activity = about.the_activity()
    manual = activity.type is ActivityType.MANUAL
    finalise = Chosen(
        block="finalise",
        label="When its tasks are done",
        choices=(
            Choice("The activity is done", "auto"),
            Choice("Its owner finalises it, with a note", "owner"),
        ),
    )
    return [
        Typed(block="description", label="Description", multiline=True),
        condition("Where it is false the activity is skipped, and the release says why."),
        Typed(
            block="environment",
            label="Environment",
            reads=or_none,
            hint=reading.in_use("Where it works.", about.around.environments),
        ),
        Ticked(
            block="activity_is",
            label="This activity",
            choices=(
                Choice("Is optional", "optional", "A failure leaves the release partly succeeded"),
                Choice("Marks what is live", "marks", "Its success is recorded as what runs where"),
            ),
        ),
        *([finalise] if manual or activity.finalise != "auto" else []),
    ]


def _times(about: About) -> list[Question]:
    del about
    return [
        _duration("expected_duration", "Usually takes", "30 min", "For the expected end."),
        _duration(
            "timeout", "At most", "2h", "Then automated work is cancelled, which is a failure."
        ),
        Chosen(
            block="on_failure", label="When it fails", choices=_FAILURES, show=str, reads=OnFailure
        ),
        Typed(
            block="attempts",
            label="Attempts",
            reads=lambda text: reading.whole_number(text, 1, 20),
            hint="Only where it is tried again. Empty: three.",
        ),
        _duration("backoff", "Wait between attempts", "1 min", "Only where it is tried again."),
    ]


def _duration(block: str, label: str, example: str, hint: str) -> Typed:
    return Typed(
        block=block,
        label=label,
        show=reading.shown_duration,
        reads=reading.duration,
        placeholder=example,
        hint=hint,
    )


def _values(about: About) -> list[Question]:
    given = "what the pipeline is given"
    if about.the_activity().type is ActivityType.SUBPROCESS:
        given = "the inputs of the process it runs"
    return [
        Typed(
            block="uses",
            label="Activity of the store",
            reads=reading.store_activity,
            placeholder="deploy-service@3",
            hint="Empty: it says itself what is done. Without a version the latest when published.",
        ),
        Typed(
            block="inputs",
            label="Inputs",
            show=values_text,
            reads=reading.values,
            multiline=True,
            placeholder="version = {{ inputs.version }}",
            hint=f"One a line: name = value; {given}.",
        ),
        outputs("Others read them as phases.PHASE.activities.ID.outputs.NAME."),
        variables("Read in expressions inside this activity."),
    ]


def _seen(about: About) -> Seen:
    activity = about.the_activity()
    retry = activity.retry
    return {
        **{key: getattr(activity, key) for key in type(activity).model_fields},
        "marks": activity.marks == "live",
        "attempts": retry.attempts if retry else None,
        "backoff": retry.backoff if retry else None,
    }


def _where(about: About) -> dict[str, str]:
    return {"phase": about.the_phase().id, "activity": about.the_activity().id}


def _set_conditions(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    keys = ("description", "if_", "environment", "optional", "finalise")
    said = {key: values[key] for key in keys}
    return SetConditions(**_where(about), **said, marks="live" if values["marks"] else None)


def _set_times(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    attempts, backoff = values["attempts"], values["backoff"]
    was = about.the_activity()
    again = values["on_failure"] is OnFailure.RETRY
    as_it_was = values["on_failure"] is was.on_failure
    retry: Retry | None = None
    if attempts is not None or backoff is not None:
        retry = Retry(attempts=attempts or Retry().attempts, backoff=backoff)
    if retry and not again and not (as_it_was and retry == was.retry):
        raise Amiss("Choose above that it is tried again, or empty this.", _one_of(values))
    keys = ("expected_duration", "timeout", "on_failure")
    return SetTimes(**_where(about), **{key: values[key] for key in keys}, retry=retry)


def _one_of(values: Mapping[str, Any]) -> str:
    return "attempts" if values["attempts"] is not None else "backoff"


def _set_values(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    keys = ("uses", "inputs", "variables", "outputs", "output_values")
    return SetValues(**_where(about), **{key: values[key] for key in keys})


ACTIVITY_CONDITIONS = Theme(
    name="activity.conditions",
    label="Conditions",
    title=lambda _: "Conditions",
    questions=_conditions,
    seen=_seen,
    edit=_set_conditions,
)
ACTIVITY_TIMES = Theme(
    name="activity.times",
    label="Time and failure",
    title=lambda _: "Time and failure",
    questions=_times,
    seen=_seen,
    edit=_set_times,
)
ACTIVITY_VALUES = Theme(
    name="activity.values",
    label="Inputs and outputs",
    title=lambda _: "Inputs and outputs",
    questions=_values,
    seen=_seen,
    edit=_set_values,
)
