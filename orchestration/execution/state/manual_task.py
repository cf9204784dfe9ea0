"""One thing people are asked to do: whom it asks, what they said, and its earlier rounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.execution.state.acting import How
from orchestration.execution.state.attached import Comment, Evidence
from orchestration.execution.state.deadline import Deadline
from orchestration.execution.state.statuses import TaskStatus, Verdict, WorkKind
from orchestration.people.model import is_slack_id
from orchestration.values import ActivityRef, TaskId, TaskRound, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One person's recorded verdict; never changed, never removed."""

    by: UserId
    verdict: Verdict
    round: int
    at: datetime
    through: str
    """The role, group or name through which the person was eligible."""
    shown: str
    """The fingerprint of what the card showed."""
    reason_id: str = ""
    why: str = ""
    """Why it no longer counts, in our own words, where it was voided."""
    instead_of: UserId | None = None
    """In whose place they were asked, where the process does not name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignee:
    """A person a task asks, and why."""

    person: UserId
    through: str
    """The role, group or name by which the process names them, or whom they stand in for."""
    how: How = ""
    instead_of: UserId | None = None
    """Whose place they have; None where it is their own, or a backup's."""
    until: datetime | None = None
    """When that ends by itself, where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Somebody's place on a task, handed to somebody else."""

    of: UserId
    """Whose place: the person whom the process asks."""
    to: UserId
    by: UserId
    at: datetime
    until: datetime | None = None
    reassigned: bool = False
    """Handed on by whoever may decide about the task, rather than by the person asked."""
    reason_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """What keeps a person from doing it; shown, and no hold."""

    by: UserId
    at: datetime
    reason_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRound:
    """How an earlier round of a task ended; its verdicts stay among the task's."""

    round: int
    status: TaskStatus
    settled_at: datetime | None = None
    settled_by: UserId | None = None
    reason_id: str = ""
    voided_in: int = 0
    """The candidate with which it was asked anew; 0 where what it came to still counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTask:
    """One thing people are asked to do, in its current round."""

    id: TaskId
    ref: ActivityRef
    name: str
    kind: WorkKind
    round: int
    status: TaskStatus
    opened_at: datetime
    assignees: tuple[Assignee, ...]
    later: tuple[Assignee, ...] = ()
    """Those asked once the ones before them have approved, where one is asked after another."""
    left_out: tuple[UserId, ...] = ()
    """Whom its process excludes: whoever started the release."""
    needed: int = 1
    """How many distinct people must approve."""
    required: bool = True
    instructions: str = ""
    sign_offs: tuple[SignOff, ...] = ()
    """Verdicts of every round, oldest first."""
    past: tuple[PastRound, ...] = ()
    settled_at: datetime | None = None
    settled_by: UserId | None = None
    reason_id: str = ""
    shown_with: tuple[TaskRound, ...] = ()
    """Everything on the message that shows this round, itself too; empty where it is alone."""
    taken_by: UserId | None = None
    """Who said they are on it; the others may do it still."""
    taken_at: datetime | None = None
    blocked: Blocked | None = None
    added_by: UserId | None = None
    """Who asked for it while the release ran; None for one that the process declares."""
    comments: tuple[Comment, ...] = ()
    """Of every round, oldest first."""
    evidence: tuple[Evidence, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    """Places that were handed on, in any round; at most one for each person."""
    voided_in: int = 0
    """The candidate with which a redo reopened its activity: what it came to counts no more."""
    deadline: Deadline | None = None
    early: tuple[int, ...] = ()
    """Which verdicts, by their place among all, were given before their round was asked."""

    @property
    def open(self) -> bool:
        return self.status is TaskStatus.OPEN

    @property
    def due_at(self) -> datetime | None:
        return self.deadline.due_at if self.deadline else None

    @property
    def people(self) -> tuple[UserId, ...]:
        return tuple(each.person for each in self.assignees)

    @property
    def asked_as(self) -> tuple[str, ...]:
        """The roles through which they are asked; a person named by id needs no other name."""
        roles = dict.fromkeys(each.through for each in self.assignees)
        return tuple(each for each in roles if not is_slack_id(each))

    @property
    def verdicts(self) -> tuple[SignOff, ...]:
        """The verdicts of the current round that stand, in the order in which they were given."""
        standing: dict[UserId, SignOff] = {}
        for each in self.sign_offs:
            if each.round == self.round:
                standing.pop(each.by, None)
                if not each.verdict.ends_another:
                    standing[each.by] = each
        return tuple(standing.values())

    def is_early(self, given: SignOff) -> bool:
        return any(
            each is given and number in self.early for number, each in enumerate(self.sign_offs)
        )

    @property
    def taken_back(self) -> int:
        """How many verdicts of this round were withdrawn or voided."""
        ended = (each.round == self.round and each.verdict.ends_another for each in self.sign_offs)
        return sum(ended)

    @property
    def missing(self) -> tuple[UserId, ...]:
        """Those who may still act in this round."""
        acted = {each.by for each in self.verdicts}
        return tuple(each for each in self.people if each not in acted)
