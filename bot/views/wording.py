"""The words of states on screen: an icon and a word each, since an icon alone is not enough.

The icons are plain symbols: a machine without an emoji font shows them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from orchestration.catalogue.model import StoreActivity
from orchestration.execution.state.statuses import (
    ActivityStatus,
    ExecutionStatus,
    TaskStatus,
    WorkKind,
)
from orchestration.processes.model import Activity, ActivityType
from orchestration.processes.tasks import TaskKind
from orchestration.releases.model import ReleaseStatus


class Said(NamedTuple):
    icon: str
    word: str

    def __str__(self) -> str:
        return f"{self.icon} {self.word}"


ACTIVITY: Mapping[ActivityStatus, Said] = {
    ActivityStatus.PENDING: Said("○", "not started"),
    ActivityStatus.QUEUED: Said("◔", "queued"),
    ActivityStatus.RUNNING: Said("▶", "running"),
    ActivityStatus.WAITING_FOR_INPUT: Said("◷", "waiting for input"),
    ActivityStatus.ON_HOLD: Said("❚❚", "on hold"),
    ActivityStatus.SUCCEEDED: Said("✔", "succeeded"),
    ActivityStatus.FAILED: Said("✘", "failed"),
    ActivityStatus.IGNORED: Said("⚠", "ignored"),
    ActivityStatus.SKIPPED: Said("»", "skipped"),
    ActivityStatus.ABORTED: Said("■", "aborted"),
}

RELEASE: Mapping[ReleaseStatus, Said] = {
    ReleaseStatus.DRAFT: Said("✎", "Draft"),
    ReleaseStatus.SCHEDULED: Said("◴", "Scheduled"),
    ReleaseStatus.RUNNING: Said("▶", "Running"),
    ReleaseStatus.PAUSED: Said("❚❚", "Paused"),
    ReleaseStatus.SUCCEEDED: Said("✔", "Succeeded"),
    ReleaseStatus.PARTIALLY_SUCCEEDED: Said("⚠", "Partially succeeded"),
    ReleaseStatus.FAILED: Said("✘", "Failed"),
    ReleaseStatus.ABORTED: Said("■", "Aborted"),
    ReleaseStatus.SKIPPED: Said("»", "Skipped"),
    ReleaseStatus.MISSED: Said("◌", "Missed"),
}

RUN: Mapping[ExecutionStatus, Said] = {
    ExecutionStatus.RUNNING: RELEASE[ReleaseStatus.RUNNING],
    ExecutionStatus.SUCCEEDED: RELEASE[ReleaseStatus.SUCCEEDED],
    ExecutionStatus.PARTIALLY_SUCCEEDED: RELEASE[ReleaseStatus.PARTIALLY_SUCCEEDED],
    ExecutionStatus.FAILED: RELEASE[ReleaseStatus.FAILED],
    ExecutionStatus.ABORTED: RELEASE[ReleaseStatus.ABORTED],
}
"""How a process inside a release ended."""

TASK: Mapping[TaskStatus, Said] = {
    TaskStatus.EARLY: Said("◴", "Not asked yet"),
    TaskStatus.OPEN: Said("◷", "Open"),
    TaskStatus.DONE: Said("✔", "Done"),
    TaskStatus.APPROVED: Said("✔", "Approved"),
    TaskStatus.REJECTED: Said("✘", "Rejected"),
    TaskStatus.FAILED: Said("✘", "Failed"),
    TaskStatus.CLOSED: Said("■", "Withdrawn"),
    TaskStatus.SKIPPED: Said("»", "Skipped"),
    TaskStatus.WITHDRAWN: Said("■", "Withdrawn"),
}

WORK: Mapping[WorkKind, Said] = {
    WorkKind.TODO: Said("☑", "To do"),
    WorkKind.SIGN_OFF: Said("✍", "Sign-off"),
    WorkKind.FORM: Said("✎", "Form"),
    WorkKind.FINALISE: Said("⚑", "Finalise"),
    WorkKind.BY_HAND: Said("☞", "Run by hand"),
}


def kind_of(activity: Activity | StoreActivity) -> Said:
    """What an activity asks for: a pipeline, a hand, a sign-off or a to-do."""
    if activity.type is ActivityType.SUBPROCESS:
        return Said("▣", "Process")
    if activity.type is ActivityType.AUTOMATED:
        runs = activity.pipeline or (isinstance(activity, Activity) and activity.uses)
        return Said("⚙", "Pipeline") if runs else WORK[WorkKind.BY_HAND]
    signs = any(task.kind is TaskKind.SIGN_OFF for task in activity.tasks)
    return WORK[WorkKind.SIGN_OFF if signs else WorkKind.TODO]


def says_itself(said: Said, title: str) -> bool:
    """`Sign off the release notes` needs no *Sign-off:* before it."""
    order = title.lstrip().lower()
    return said == WORK[WorkKind.SIGN_OFF] and order.startswith(("sign off", "sign-off", "approve"))


def said_of(status: ReleaseStatus, *, waiting_for_input: bool) -> Said:
    """A release's status as shown: one that runs or is due and needs a person says so."""
    if waiting_for_input and status in {ReleaseStatus.RUNNING, ReleaseStatus.SCHEDULED}:
        return Said("◷", "Waiting for input")
    return RELEASE[status]


def counted(n: int, one: str, many: str = "") -> str:
    """`1 phase`, `3 phases`."""
    return f"{n} {one if n == 1 else many or one + 's'}"
