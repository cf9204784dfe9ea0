"""The form of a task that is added while its activity runs, and of one that is said anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views import buttons
from bot.views.blocks import actions, field, modal, section
from bot.views.elements import (
    Block,
    Choice,
    Element,
    button,
    checkboxes,
    moment_field,
    multi_select,
    radio,
    text_field,
    users_select,
)
from bot.views.modals.answers import all_chosen_of, chosen_of, moment_of, text_of
from bot.views.text import bold
from orchestration.execution.tasks.wanted import TaskWanted
from orchestration.people.model import is_slack_id
from orchestration.processes.tasks import TaskKind

NAME, KIND, PEOPLE, ROLES = "added.name", "added.kind", "added.people", "added.roles"
NEEDED, REQUIRED, DUE, SAYS = "added.needed", "added.required", "added.due", "added.says"
_KINDS = (
    Choice("To do: one of them does it", TaskKind.TODO),
    Choice("Sign-off: they approve or reject", TaskKind.SIGN_OFF),
)
_NEEDED = (Choice("One of them", "one"), Choice("All of them", "all"))
_YES = "yes"
_NEW = TaskWanted(name="")


def draw(
    carries: buttons.AddedTaskForm,
    activity: str,
    roles: Sequence[str],
    was: TaskWanted = _NEW,
    *,
    beside: buttons.TaskForm | None = None,
) -> Block:
    """`roles` are those of the workspace, by name; a process can be started from `beside`."""
    again = carries.task is not None
    signs = was.kind is TaskKind.SIGN_OFF
    named = [each for each in was.people if not is_slack_id(each)]
    offered = [Choice(each, each) for each in dict.fromkeys([*named, *roles])]
    people = [each for each in was.people if is_slack_id(each) and not each.startswith("S")]
    what = "Asked at once. " if not again else ""
    required = [Choice("The activity is not done without it", _YES)]
    return modal(
        "Edit the task" if again else "Add a task",
        buttons.TASK_ADDED,
        head=[
            actions(_process(beside)) if beside else None,
            section(f"{bold(activity)}\n{what}Everyone in the release's thread sees it."),
            field("What is to be done?", text_field(NAME, value=was.name, longest=150), NAME),
            None if again else field("Kind", radio(KIND, _KINDS, chosen=was.kind), KIND),
            field(
                "Who?",
                users_select(PEOPLE, chosen=people),
                PEOPLE,
                optional=True,
                hint="Nobody chosen: the release's owner does it. A sign-off needs somebody.",
            ),
            field(
                "Or a role",
                multi_select(ROLES, offered, chosen=named),
                ROLES,
                optional=True,
            )
            if offered
            else None,
            field(
                "Of a sign-off: who must approve?",
                radio(NEEDED, _NEEDED, chosen=was.needed),
                NEEDED,
            )
            if signs or not again
            else None,
            field(
                "Required",
                checkboxes(REQUIRED, required, chosen=[_YES] if was.required else []),
                REQUIRED,
                optional=True,
            ),
            field("Due", moment_field(DUE, value=was.due_at), DUE, optional=True),
            field(
                "Instructions",
                text_field(SAYS, value=was.instructions, multiline=True),
                SAYS,
                optional=True,
            ),
        ],
        submit="Save" if again else "Add",
        carries=carries,
    )


def _process(beside: buttons.TaskForm) -> Element:
    says = "Start a process from this task instead"
    return button("Start a process instead…", buttons.TASK_PROCESS, beside, says=says)


def read(view: dict[str, Any]) -> TaskWanted:
    state = view["state"]["values"]
    return TaskWanted(
        name=text_of(state, NAME),
        kind=TaskKind(chosen_of(state, KIND) or TaskKind.TODO),
        people=(*all_chosen_of(state, PEOPLE), *all_chosen_of(state, ROLES)),
        needed="all" if chosen_of(state, NEEDED) == "all" else "one",
        required=_YES in all_chosen_of(state, REQUIRED),
        instructions=text_of(state, SAYS),
        due_at=moment_of(state, DUE),
    )


def withdrawal(carries: buttons.TaskForm, name: str) -> Block:
    """The question before an added task is taken back."""
    said = f"Nobody is asked {bold(name)} any more. Its card stays and says who withdrew it."
    return modal(
        "Withdraw the task",
        buttons.TASK_WITHDRAWN,
        head=[section(said)],
        submit="Withdraw",
        carries=carries,
    )
