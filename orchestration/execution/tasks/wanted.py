"""A task as somebody asks for it while the release runs, and the specification it becomes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from orchestration.errors import Rejected
from orchestration.processes.durations import LONGEST
from orchestration.processes.tasks import Approvals, TaskKind, TaskSpec
from orchestration.values import Frozen, plain_line

_LONGEST_NAME = 150


class TaskWanted(Frozen):
    name: str
    kind: TaskKind = TaskKind.TODO
    people: tuple[str, ...] = ()
    """Ids of people, or names of roles."""
    needed: Literal["one", "all"] = "one"
    """Of a sign-off: how many of them must approve."""
    required: bool = True
    instructions: str = ""
    due_at: datetime | None = None

    @classmethod
    def of(cls, spec: TaskSpec, *, due_at: datetime | None) -> TaskWanted:
        """As it was asked for."""
        approvals = spec.approvals or Approvals()
        return cls(
            name=spec.name,
            kind=spec.kind,
            people=spec.people(),
            needed="all" if approvals.needed == "all" else "one",
            required=spec.required is not False,
            instructions=spec.instructions,
            due_at=due_at,
        )


def spec_wanted(wanted: TaskWanted, spec_id: str, *, asked_at: datetime, now: datetime) -> TaskSpec:
    """What a process would have said; raises `Rejected` for what nobody could do."""
    name = plain_line(wanted.name, _LONGEST_NAME)
    if not name:
        raise Rejected("Please say what is to be done.")
    if wanted.kind is TaskKind.FORM:
        raise Rejected("A form cannot be added while a release runs. Add a to-do instead.")
    signs = wanted.kind is TaskKind.SIGN_OFF
    if signs and not wanted.people:
        raise Rejected("Please choose who signs.")
    deadline = None
    if wanted.due_at is not None:
        if wanted.due_at <= now:
            raise Rejected("It would be due before it is asked. Please choose a later time.")
        if wanted.due_at - asked_at > LONGEST:
            raise Rejected("It would be due in more than a year. Please choose a sooner time.")
        deadline = wanted.due_at - asked_at
    needed = "all" if wanted.needed == "all" else 1
    return TaskSpec(
        id=spec_id,
        name=name,
        kind=wanted.kind,
        instructions=wanted.instructions.strip(),
        required=wanted.required,
        assignees=() if signs else wanted.people,
        approvals=Approvals(from_=wanted.people, needed=needed) if signs else None,
        deadline=deadline,
    )
