"""The forms of a task: what it asks of whom, and by when; for a sign-off how the gate opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.views import sheet_buttons
from bot.views.elements import Choice
from bot.views.forms import reading
from bot.views.forms.notation import Amiss, names_text, read_names
from bot.views.forms.questions import Chosen, Question, Seen, Ticked, Typed, or_none
from bot.views.forms.theme import About, Theme
from orchestration.processes.edits import ProcessEdit, PutTask, SetTaskRules
from orchestration.processes.tasks import Approvals, Quorum, TaskKind, TaskSpec

_KINDS = (
    Choice("To do: somebody does it and presses Done", TaskKind.TODO),
    Choice("Sign-off: people approve or reject", TaskKind.SIGN_OFF),
    Choice("Form: somebody answers questions", TaskKind.FORM),
)
QUORUMS = (
    *(Choice(str(n), str(n)) for n in range(1, 11)),
    Choice("More than half", "majority"),
    Choice("All of them", "all"),
)
_WHEN = "when"


def quorum(text: str) -> Quorum:
    return int(text) if text.isdigit() else "all" if text == "all" else "majority"


def _task(about: About) -> list[Question]:
    kind = TaskKind(about.kind) if about.kind else (about.task or _NEW).kind
    return [
        Typed(block="name", label="Task", needed=True),
        Chosen(
            block="kind",
            label="What is it?",
            choices=_KINDS,
            show=str,
            reads=TaskKind,
            redraws=sheet_buttons.KIND,
        ),
        *(_signing() if kind is TaskKind.SIGN_OFF else [_doing()]),
        Typed(block="instructions", label="Instructions", multiline=True),
        Chosen(
            block="required",
            label="Required",
            choices=(
                Choice("Yes", "yes"),
                Choice("No", "no"),
                Choice("Only when the condition below is true", _WHEN),
            ),
        ),
        Typed(
            block="required_when",
            label="Condition",
            reads=reading.condition,
            placeholder="inputs.region == 'eu'",
            hint="Only where it is required sometimes.",
        ),
    ]


def _doing() -> Question:
    return Typed(
        block="assignees",
        label="Who does it",
        show=names_text,
        reads=read_names,
        hint="Roles or people, with commas. Empty: the release's owner.",
    )


def _signing() -> list[Question]:
    return [
        Typed(
            block="signers",
            label="Who signs",
            show=names_text,
            reads=read_names,
            needed=True,
            hint="Roles, with commas. Who is who says which people they are.",
        ),
        Chosen(
            block="needed", label="How many must approve", choices=QUORUMS, show=str, reads=quorum
        ),
    ]


def _rules(about: About) -> list[Question]:
    gate: list[Question] = [
        Chosen(
            block="order",
            label="Asked",
            choices=(Choice("All at once", "any"), Choice("One after another", "sequential")),
        ),
        Ticked(
            block="gate",
            label="Left out",
            choices=(Choice("Whoever started the release", "exclude"),),
        ),
    ]
    return [
        Typed(
            block="deadline",
            label="Deadline",
            show=reading.shown_duration,
            reads=reading.duration,
            placeholder="1d",
            hint="From when it is asked.",
        ),
        Typed(
            block="remind",
            label="Remind at",
            show=names_text,
            reads=reading.parts_of_the_deadline,
            placeholder="50%, 75%, 100%",
            hint="Parts of the deadline. Empty: half, three quarters and when it is due.",
        ),
        Typed(
            block="escalate_to",
            label="Escalate to",
            reads=or_none,
            hint="A role or a person, told when it is overdue.",
        ),
        Typed(
            block="undo",
            label="Time to undo",
            show=reading.shown_duration,
            reads=reading.duration,
            placeholder="30 s",
            hint="How long after it is done it can be taken back. Empty: ten seconds.",
        ),
        *(gate if about.the_task().kind is TaskKind.SIGN_OFF else []),
    ]


_NEW = TaskSpec(id="", name="")


def _seen(about: About) -> Seen:
    task = about.task or _NEW
    approvals = task.approvals or Approvals()
    sometimes = isinstance(task.required, str)
    return {
        **{key: getattr(task, key) for key in type(task).model_fields},
        "signers": approvals.from_,
        "needed": approvals.needed,
        "order": approvals.order,
        "exclude": "starter" in approvals.exclude,
        "required": _WHEN if sometimes else "yes" if task.required else "no",
        "required_when": task.required if sometimes else None,
    }


def _put(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    when = values["required_when"]
    if values["required"] == _WHEN and not when:
        raise Amiss("Say when, or choose yes or no above.", "required_when")
    if when and values["required"] != _WHEN:
        raise Amiss("Choose *only when* above, or empty this.", "required_when")
    if values["kind"] is TaskKind.SIGN_OFF and not values["signers"]:
        # The kind may have been chosen so late that its fields are not drawn yet.
        raise Amiss("A sign-off needs at least one role that signs.", "kind")
    return PutTask(
        phase=about.the_phase().id,
        activity=about.the_activity().id,
        task=about.task.id if about.task else None,
        name=values["name"],
        asks=values["kind"],
        instructions=values["instructions"],
        required=when or values["required"] == "yes",
        assignees=values["assignees"],
        signers=values["signers"],
        needed=values["needed"],
    )


def _set(about: About, values: Mapping[str, Any]) -> ProcessEdit:
    return SetTaskRules(
        phase=about.the_phase().id,
        activity=about.the_activity().id,
        task=about.the_task().id,
        deadline=values["deadline"],
        remind=values["remind"],
        escalate_to=values["escalate_to"],
        undo=values["undo"],
        order=values["order"],
        exclude=("starter",) if values["exclude"] else (),
    )


TASK = Theme(
    name="task",
    label="Edit",
    title=lambda about: "Edit task" if about.task else "Add a task",
    questions=_task,
    seen=_seen,
    edit=_put,
)
TASK_RULES = Theme(
    name="task.rules",
    label="Deadline and gate…",
    title=lambda _: "Deadline and gate",
    questions=_rules,
    seen=_seen,
    edit=_set,
)
