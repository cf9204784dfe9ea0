"""The form of one activity in the outline editor; it asks only what its kind needs."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, cast

from bot.views import buttons
from bot.views.blocks import field, modal
from bot.views.elements import (
    Block,
    Choice,
    grouped_multi_select,
    radio,
    select,
    text_field,
)
from bot.views.modals.answers import State, all_chosen_of, chosen_of, text_of
from orchestration.processes.model import Activity, ActivityType, Phase, Process, full_ref, ref_of
from orchestration.processes.tasks import Quorum, TaskKind

NAME, KIND, OWNER, SIGNERS, NEEDED, AFTER, INSTRUCTIONS, COMMAND, PIPELINE = (
    "activity.name",
    "activity.kind",
    "activity.owner",
    "activity.signers",
    "activity.needed",
    "activity.after",
    "activity.instructions",
    "activity.command",
    "activity.pipeline",
)
Kind = Literal["automated", "todo", "sign_off"]
_KINDS = (
    Choice("To do", "todo", "Somebody does it and presses Done"),
    Choice("Sign-off", "sign_off", "People approve or reject"),
    Choice("Pipeline", "automated", "A pipeline, or run by hand until there is one"),
)
_BY_HAND = "-"
_DEPENDENCIES = 300
"""How many activities are offered: a view must stay far below 250 kB."""


class Answer(NamedTuple):
    name: str
    kind: Kind
    owner: str | None
    signers: tuple[str, ...]
    needed: Quorum
    depends_on: tuple[str, ...]
    """Bare ids within the phase, `phase.activity` across phases."""
    instructions: str
    command: str
    pipeline: str | None


def draw(
    process: Process,
    form: buttons.ActivityForm,
    pipelines: tuple[str, ...] = (),
    *,
    kind: Kind | None = None,
) -> Block:
    """`kind` is what was just chosen; fields that stay keep what was typed in them."""
    phase = process.phases_by_id.get(form.phase) or Phase(id=form.phase, name=form.phase)
    found = next((each for each in phase.activities if each.id == form.activity), None)
    activity = found or Activity(id="", name="", type=ActivityType.MANUAL, depends_on=_new(form))
    chosen = kind or kind_of(activity)
    after = _after(process, phase, activity)
    told = field(
        "Instructions",
        text_field(INSTRUCTIONS, value=instructions_of(activity), multiline=True),
        INSTRUCTIONS,
        optional=True,
    )
    which = field("What is it?", radio(buttons.OUTLINE_KIND, _KINDS, chosen=chosen), KIND)
    return modal(
        "Edit activity" if found else "Add an activity",
        buttons.OUTLINE_ACTIVITY,
        head=[
            field("Name", text_field(NAME, value=activity.name, longest=200), NAME),
            {**which, "dispatch_action": True},
            *_of_kind(activity, chosen, pipelines),
            field("Starts after", after, AFTER, optional=True) if after else None,
            told,
        ],
        submit="Save",
        carries=form,
    )


def kind_of(activity: Activity) -> Kind:
    if activity.type is ActivityType.AUTOMATED:
        return "automated"
    signs = any(each.kind is TaskKind.SIGN_OFF for each in activity.tasks)
    return "sign_off" if signs else "todo"


def instructions_of(activity: Activity) -> str:
    return (activity.tasks[0].instructions if activity.tasks else "") or activity.description


def read(view: dict[str, Any]) -> Answer:
    form = buttons.ActivityForm.model_validate_json(view["private_metadata"])
    state: State = view["state"]["values"]
    own = f"{form.phase}."
    after = [each for each in all_chosen_of(state, AFTER) if each != "none"]
    needed = chosen_of(state, NEEDED) or "1"
    pipeline = chosen_of(state, PIPELINE)
    return Answer(
        name=text_of(state, NAME),
        kind=read_kind(view),
        owner=text_of(state, OWNER) or None,
        signers=tuple(
            dict.fromkeys(s.strip() for s in text_of(state, SIGNERS).split(",") if s.strip())
        ),
        needed=int(needed) if needed.isdigit() else cast("Literal['majority', 'all']", needed),
        depends_on=tuple(each.removeprefix(own) for each in after),
        instructions=text_of(state, INSTRUCTIONS),
        command=text_of(state, COMMAND),
        pipeline=pipeline if pipeline not in {"", _BY_HAND} else None,
    )


def read_kind(view: dict[str, Any]) -> Kind:
    """The kind chosen in the form as it stands."""
    return cast("Kind", chosen_of(view["state"]["values"], KIND) or "todo")


def _of_kind(activity: Activity, kind: Kind, pipelines: tuple[str, ...]) -> list[Block]:
    owner = field(
        "Owner",
        text_field(OWNER, value=activity.owner or "", longest=120),
        OWNER,
        optional=True,
        hint="A role, such as QA lead. Without one it is the release's owner.",
    )
    command = field(
        "Command",
        text_field(COMMAND, value=activity.command, multiline=True),
        COMMAND,
        optional=True,
        hint="Shown to whoever runs it by hand. Drumbeat does not run it.",
    )
    # A step for people that came with a command keeps it; otherwise only pipelines have one.
    kept = [command] if activity.command else []
    match kind:
        case "todo":
            return [owner, *kept]
        case "sign_off":
            return [owner, *_signing(activity), *kept]
        case "automated":
            return [owner, _pipeline(activity, pipelines), command]


def _signing(activity: Activity) -> list[Block]:
    task = next((each for each in activity.tasks if each.kind is TaskKind.SIGN_OFF), None)
    approvals = task.approvals if task else None
    needed = str(approvals.needed) if approvals else "1"
    counts = [Choice(str(n), str(n)) for n in range(1, 11)]
    counts += [] if needed in {str(n) for n in range(1, 11)} else [Choice(needed, needed)]
    words = [Choice("More than half", "majority"), Choice("All of them", "all")]
    offered = [*words, *(each for each in counts if each.value not in {"majority", "all"})]
    menu = select(NEEDED, offered, chosen=needed)
    who = ", ".join(approvals.from_) if approvals else (activity.owner or "")
    return [
        field(
            "Who signs",
            text_field(SIGNERS, value=who, longest=1000),
            SIGNERS,
            hint="Roles, with commas between them. Who is who says which people they are.",
        ),
        field("How many must approve", menu, NEEDED),
    ]


def _pipeline(activity: Activity, pipelines: tuple[str, ...]) -> Block:
    named = [activity.pipeline] if activity.pipeline else []
    known = [Choice(each, each) for each in dict.fromkeys([*named, *pipelines])]
    offered = [Choice("None yet: run by hand", _BY_HAND), *known]
    menu = select(PIPELINE, offered, chosen=activity.pipeline or _BY_HAND)
    return field("Pipeline", menu, PIPELINE)


def _after(process: Process, phase: Phase, activity: Activity) -> Block | None:
    """Every activity it could wait for: its phase first, then the phases nearest to it."""
    chosen = [full_ref(phase.id, each) for each in activity.depends_on]
    at = next((n for n, each in enumerate(process.phases) if each.id == phase.id), 0)
    nearest = sorted(enumerate(process.phases), key=lambda pair: (abs(pair[0] - at), pair[0]))
    unknown = [
        Choice(f"{each} (does not exist)", each) for each in chosen if each not in process.by_ref
    ]
    groups: list[tuple[str, list[Choice]]] = [("Not found", unknown)]
    room = _DEPENDENCIES
    for _, other in nearest:
        offered: list[Choice] = []
        for each in other.activities:
            ref = ref_of(other.id, each.id)
            if (other.id, each.id) == (phase.id, activity.id):
                continue
            if ref in chosen or (room > 0 and len(offered) < 90):
                offered.append(Choice(each.name, ref))
                room -= 1
        groups.append((other.name, offered))
    groups = [(label, offered) for label, offered in groups if offered][:100]
    if not groups:
        return None
    return grouped_multi_select(AFTER, groups, chosen=chosen, placeholder="Starts with its phase")


def _new(form: buttons.ActivityForm) -> tuple[str, ...]:
    """A new activity begins after the one it was added behind."""
    return (form.after,) if form.after else ()
