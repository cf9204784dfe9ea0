"""What a manual activity asks of people: to-dos, sign-offs and forms (product.md section 2)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from orchestration.processes.durations import Duration
from orchestration.processes.written import Written


class TaskKind(StrEnum):
    TODO = "todo"
    SIGN_OFF = "sign_off"
    FORM = "form"


Quorum = int | Literal["majority", "all"]


class Approvals(Written):
    """Who may sign and how many distinct people must."""

    from_: tuple[str, ...] = ()
    """Role names, or Slack ids of users and groups."""
    needed: Quorum = 1
    order: Literal["any", "sequential"] = "any"
    exclude: tuple[Literal["starter"], ...] = ()


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    CHECKBOX = "checkbox"
    FILE = "file"


class FormField(Written):
    """One question of a form; its answer is an output of the activity, by the field's id."""

    id: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    pattern: str = ""
    choices: tuple[str, ...] = ()


class TaskSpec(Written):
    """One thing a person does inside a manual activity."""

    id: str
    name: str
    kind: TaskKind = TaskKind.TODO
    instructions: str = ""
    required: bool | str = True
    """Or an expression that says so when the activity is reached."""
    assignees: tuple[str, ...] = ()
    """For a to-do or a form: role names or Slack ids; empty means the release's owner."""
    approvals: Approvals | None = None
    """For a sign-off only."""
    fields: tuple[FormField, ...] = ()
    """For a form only."""
    deadline: Duration | None = None
    """From when it is asked."""
    undo: Duration | None = None
    """How long after the gate opened it can be taken back; None means the usual ten seconds."""
    remind: tuple[str, ...] = ()
    """Parts of the deadline, such as `50%`; empty means half, three quarters and due."""
    escalate_to: str | None = None

    def people(self) -> tuple[str, ...]:
        """The role names and ids this task asks, in the order they were written."""
        if self.kind is TaskKind.SIGN_OFF:
            return self.approvals.from_ if self.approvals else ()
        return self.assignees
