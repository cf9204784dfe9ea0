"""A task as a message shows it: what is asked, of whom, what they said, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field

from orchestration.execution.state.acting import How
from orchestration.execution.state.manual_task import Assignee
from orchestration.execution.state.statuses import ExecutionStatus, TaskStatus, Verdict, WorkKind
from orchestration.processes.tasks import FormField
from orchestration.values import (
    ExecutionId,
    Frozen,
    TaskId,
    UserId,
)


class VerdictLine(Frozen):
    by: UserId
    verdict: Verdict
    at: datetime
    reason: str = ""
    ended: Verdict | None = None
    """Withdrawn or voided, where it was."""
    ended_at: datetime | None = None
    why: str = ""
    """Why it was voided."""
    instead_of: UserId | None = None
    """In whose place it was given."""
    early: bool = False
    """Given before it was asked."""


class StandInLine(Frozen):
    """Somebody asked whom the process does not name, and why."""

    person: UserId
    how: How
    instead_of: UserId | None = None
    until: datetime | None = None


def stand_in_lines(places: Iterable[Assignee]) -> tuple[StandInLine, ...]:
    """Of those who have somebody else's place, or a backup's."""
    return tuple(
        StandInLine(person=e.person, how=e.how, instead_of=e.instead_of, until=e.until)
        for e in places
        if e.how or e.instead_of
    )


TaskChoice = Literal[
    "take",
    "block",
    "unblock",
    "reopen",
    "hand",
    "take_back",
    "skip",
    "add",
    "edit",
    "withdraw",
    "snooze",
    "remark",
]


class CommentLine(Frozen):
    by: UserId
    at: datetime
    text: str


class StartedLine(Frozen):
    """A process that somebody started from it."""

    name: str
    by: UserId
    at: datetime
    status: ExecutionStatus | None = None
    """None while it runs."""
    reason: str = ""


class EvidenceLine(Frozen):
    """A link, or a file with what proves its content."""

    by: UserId
    name: str = ""
    link: str = ""
    size: int = 0
    sha256: str = ""
    """Empty for a link, and while a file is being copied."""
    awaited: bool = False
    lost: str = ""
    """Why it could not be copied."""


class TaskCard(Frozen):
    """What one person or several are asked to do, and what came of it."""

    execution_id: ExecutionId
    task_id: TaskId
    round: int
    kind: WorkKind
    status: TaskStatus
    name: str
    release_title: str
    phase: str
    instructions: str = ""
    command: str = ""
    fields: tuple[FormField, ...] = ()
    """What is asked for with *Done*."""
    answers: dict[str, str] = Field(default_factory=dict)
    """What is known of it already, by the field's id."""
    answered: tuple[tuple[str, str], ...] = ()
    """What was filled in, by the field's label."""
    assignees: tuple[UserId, ...]
    asked_as: tuple[str, ...] = ()
    """The roles through which they are asked, for people: `QA lead`."""
    needed: int = 1
    verdicts: tuple[VerdictLine, ...] = ()
    earlier_rounds: tuple[VerdictLine, ...] = ()
    missing: tuple[UserId, ...] = ()
    standing_in: tuple[StandInLine, ...] = ()
    """Who of them is asked in somebody's place, or as a backup."""
    later: tuple[UserId, ...] = ()
    """Who is asked after them."""
    left_out: tuple[UserId, ...] = ()
    """Who may not sign, since they started the release."""
    rests_on: tuple[str, ...] = ()
    """Results of the work before it: `Build and test: succeeded, commit 3f9c2e1`."""
    starts: tuple[str, ...] = ()
    """What its completion starts, by name."""
    settled_by: UserId | None = None
    settled_at: datetime | None = None
    voided_in: int = 0
    """The candidate with which it is asked anew; 0 while what it came to counts."""
    voided_by: UserId | None = None
    voided_at: datetime | None = None
    reason: str = ""
    taken_by: UserId | None = None
    taken_at: datetime | None = None
    blocked: str = ""
    """What keeps somebody from doing it."""
    blocked_by: UserId | None = None
    added_by: UserId | None = None
    """Who asked for it while the release ran."""
    due_at: datetime | None = None
    overdue: bool = False
    escalated_to: tuple[UserId, ...] = ()
    """Who was told when the deadline had passed."""
    comments: tuple[CommentLine, ...] = ()
    """The newest few, oldest first."""
    earlier_comments: int = 0
    evidence: tuple[EvidenceLine, ...] = ()
    earlier_evidence: int = 0
    started: tuple[StartedLine, ...] = ()
    choices: tuple[TaskChoice, ...] = ()
    """What else can be done with it now, by who may."""
    approves: tuple[str, ...] = ()
    """Of a sign-off, what was built: `commit 3f9c2e1`."""
    since: tuple[str, ...] = ()
    """The last release of the same process, then what is another in this one."""
    opens_onto: tuple[str, ...] = ()
    """Automated work that one more approval starts: whoever gives it confirms that."""
    undo_until: datetime | None = None
    """When what it opened onto begins; whoever approved can undo that until then."""
    opens: tuple[str, ...] = ()
    """What begins then, by name."""
    can_withdraw: bool = False
    """Somebody has approved, and the gate has not opened: whoever did may take it back."""
    shown: str
    """The fingerprint of all this that a verdict rests on; travels in the button."""

    @property
    def to_decide(self) -> bool:
        """Somebody looks at it to decide, now or ahead of its time."""
        return self.status in {TaskStatus.OPEN, TaskStatus.EARLY}


class TasksCard(Frozen):
    """Several short tasks asked of the same people at once, on one message."""

    release_title: str
    tasks: tuple[TaskCard, ...]
    """In a DM, those that ask this person."""

    @property
    def asked(self) -> tuple[UserId, ...]:
        return tuple(dict.fromkeys(who for each in self.tasks for who in each.assignees))
