"""The short form of one activity in the outline editor; it asks only what its kind needs."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from bot.views import buttons, outline_buttons
from bot.views.blocks import context, field, modal
from bot.views.elements import Block, Choice, radio, select
from bot.views.forms.questions import line, lines
from bot.views.forms.task import quorum
from bot.views.modals import outline_after, outline_work
from bot.views.modals.answers import State, chosen_of, fields_of, text_of
from bot.views.modals.outline_work import NEEDED, PIPELINE, RUNS, SIGNERS, VERSION
from bot.views.wording import counted
from orchestration.processes.edits import short_kind
from orchestration.processes.edits.activity import ShortKind, instructions_of
from orchestration.processes.model import Activity, ActivityType, Phase, Process, Subprocess
from orchestration.processes.tasks import Quorum
from orchestration.processes.vocabulary import Vocabulary

__all__ = ["NEEDED", "PIPELINE", "RUNS", "SIGNERS", "VERSION", "Answer", "draw", "read"]

NAME, KIND, OWNER, AFTER, INSTRUCTIONS, COMMAND, PLACE = (
    "activity.name",
    "activity.kind",
    "activity.owner",
    "activity.after",
    "activity.instructions",
    "activity.command",
    "activity.place",
)
_KINDS = (
    Choice("To do", "todo", "Somebody does it and presses Done"),
    Choice("Sign-off", "sign_off", "People approve or reject"),
    Choice("Form", "form", "Somebody answers questions"),
    Choice("Pipeline", "automated", "A pipeline, or run by hand until there is one"),
    Choice("Another process", "subprocess", "A published process, run as one activity"),
)
_END, _BEGINNING = "end", "beginning"
_FURTHER = "Once it is there, *More…* in its menu has conditions, time, inputs and tasks."


class Answer(NamedTuple):
    name: str
    kind: ShortKind
    owner: str | None
    signers: tuple[str, ...]
    needed: Quorum
    depends_on: tuple[str, ...]
    """Bare ids within the phase, `phase.activity` across phases."""
    instructions: str | None
    """None where they are too long for a form, and stay."""
    command: str | None
    """None where it was not asked for, and stays."""
    pipeline: str | None
    process: Subprocess | None = None
    after: str | None = None
    """Behind which one it is added; empty at the beginning, None at the end."""


def draw(
    process: Process,
    form: outline_buttons.ActivityForm,
    pipelines: tuple[str, ...] = (),
    *,
    kind: ShortKind | None = None,
    around: Vocabulary | None = None,
) -> Block:
    """`kind` is what was just chosen; fields that stay keep what was typed in them."""
    phase, found = _of(process, form)
    activity = found or _new(form)
    chosen = kind or short_kind(activity)
    return modal(
        "Edit activity" if found else "Add an activity",
        buttons.OUTLINE_ACTIVITY,
        head=[
            line(NAME, "Name", activity.name, needed=True),
            _which(activity, chosen),
            line(
                OWNER,
                "Owner",
                activity.owner or "",
                hint="A role, such as QA lead. Without one it is the release's owner.",
            ),
            *_of_kind(process, activity, chosen, pipelines, around or Vocabulary()),
            outline_after.draw(process, phase, activity, AFTER),
            lines(INSTRUCTIONS, "Instructions", instructions_of(activity)),
            None if found else _place(phase),
            None if found else context(_FURTHER),
        ],
        submit="Save",
        carries=form,
    )


def read(view: dict[str, Any], process: Process) -> Answer:
    """What was sent; raises `Amiss` where a field holds what it cannot."""
    form = outline_buttons.ActivityForm.model_validate_json(view["private_metadata"])
    phase, found = _of(process, form)
    was = found or _new(form)
    state: State = view["state"]["values"]
    there = fields_of(view)
    return Answer(
        name=text_of(state, NAME) if NAME in there else was.name,
        kind=read_kind(view),
        owner=text_of(state, OWNER) or None if OWNER in there else was.owner,
        signers=outline_work.read_signers(state, was, there),
        needed=quorum(chosen_of(state, NEEDED) or "1"),
        depends_on=outline_after.read(view, phase, was, AFTER),
        instructions=text_of(state, INSTRUCTIONS) if INSTRUCTIONS in there else None,
        command=text_of(state, COMMAND) if COMMAND in there else None,
        pipeline=outline_work.read_pipeline(state, was),
        process=outline_work.read_process(state, was),
        after=_read_place(state, phase),
    )


def read_kind(view: dict[str, Any]) -> ShortKind:
    """The kind chosen in the form as it stands; one with several tasks is not asked for it."""
    return cast("ShortKind", chosen_of(view["state"]["values"], KIND) or "several")


def _of(process: Process, form: outline_buttons.ActivityForm) -> tuple[Phase, Activity | None]:
    phase = process.phases_by_id.get(form.phase) or Phase(id=form.phase, name=form.phase)
    return phase, next((each for each in phase.activities if each.id == form.activity), None)


def _new(form: outline_buttons.ActivityForm) -> Activity:
    """A new activity begins after the one it was added behind."""
    after = (form.after,) if form.after else ()
    return Activity(id="", name="", type=ActivityType.MANUAL, depends_on=after)


def _which(activity: Activity, kind: ShortKind) -> Block | None:
    if kind == "several":
        tasks = counted(len(activity.tasks), "task")
        return context(f"It has {tasks} for people: *More…* in its menu shows and changes them.")
    which = field("What is it?", radio(buttons.OUTLINE_KIND, _KINDS, chosen=kind), KIND)
    return {**which, "dispatch_action": True}


def _of_kind(
    process: Process,
    activity: Activity,
    kind: ShortKind,
    pipelines: tuple[str, ...],
    around: Vocabulary,
) -> list[Block]:
    hint = "Shown to whoever runs it by hand. Drumbeat does not run it."
    command = lines(COMMAND, "Command", activity.command, hint=hint)
    # A step for people that came with a command keeps it; otherwise only pipelines have one.
    kept = [command] if activity.command else []
    match kind:
        case "todo" | "form" | "several":
            return kept
        case "sign_off":
            return [*outline_work.signing(activity), *kept]
        case "automated":
            return [outline_work.pipeline(activity, pipelines), command]
        case "subprocess":
            return [*outline_work.subprocess(process, activity, around), *kept]


def _place(phase: Phase) -> Block | None:
    """Where in the list it is added."""
    if not phase.activities:
        return None
    rows = [Choice(f"After {n}. {each.name}", str(n)) for n, each in enumerate(phase.activities, 1)]
    offered = [Choice("At the end", _END), Choice("At the beginning", _BEGINNING), *rows[-98:]]
    return field("Place in the list", select(PLACE, offered, chosen=_END), PLACE)


def _read_place(state: State, phase: Phase) -> str | None:
    chosen = chosen_of(state, PLACE)
    if chosen == _BEGINNING:
        return ""
    if chosen.isdecimal() and 0 < int(chosen) <= len(phase.activities):
        return phase.activities[int(chosen) - 1].id
    return None
