"""What buttons, menus and modals carry back, and the names they come back under.

An `action_id` is one verb and never varies; what it is about travels in the value, typed. None of
it is authority: who may act is decided from the clicking person and the state at that moment.
"""

from __future__ import annotations

from typing import Literal

from orchestration.values import (
    ActivityRef,
    ChannelId,
    DraftId,
    ExecutionId,
    Frozen,
    ProcessId,
    ReleaseId,
    TaskId,
    UserId,
)

TASK_DONE = "task.done"
TASK_APPROVE = "task.approve"
TASK_REJECT = "task.reject"
TASK_WITHDRAW = "task.withdraw"
TASK_UNDO = "task.undo"
TASK_EARLY = "task.early"
"""Approve what is not asked yet."""
TASK_PROCESS = "task.process"
"""Start a process from a task."""
TASK_NOT_EARLY = "task.not_early"
TASK_FAILED = "task.failed"
TASK_TAKE = "task.take"
TASK_REOPEN = "task.reopen"
TASK_COMMENT = "task.comment"
TASK_MENU = "task.menu"
"""What else can be done with a task; which one it is, the block says."""
HOLD_RETRY = "hold.retry"
HOLD_SNOOZE = "hold.snooze"
TASK_SNOOZE = "task.snooze"
HOLD_ADOPT = "hold.adopt"
HOLD_IGNORE = "hold.ignore"
HOLD_ABORT = "hold.abort"
HOLD_RETRY_WITH = "hold.retry_with"
HOLD_BY_PROCESS = "hold.by_process"
RELEASE_START = "release.start"
RELEASE_ABORT = "release.abort"
RELEASE_CHECK = "release.check"
RELEASE_OVERRIDE = "release.override"
"""Start it although a gate cannot be opened as it is."""
RELEASE_CHOOSE = "release.choose"
DRAFT_EDIT = "draft.edit"
DRAFT_ROLES = "draft.roles"
DRAFT_PUBLISH = "draft.publish"
DRAFT_DISCARD = "draft.discard"
DRAFT_STOP = "draft.stop"
DRAFT_AGAIN = "draft.again"
DRAFT_WORDS = "draft.words"
DRAFT_QUESTIONS = "draft.questions"
DRAFT_EXPORT = "draft.export"
DRAFT_REPLACE = "draft.replace"
BLUEPRINT = "blueprint"
PROCESS_EXPORT = "process.export"
PROCESS_EDIT = "process.edit"
PICTURE_HERE = "picture.here"
PICTURE_SEND = "picture.send"
PICTURE_DIFFERENCE = "picture.difference"
HOME_NEW = "home.new"
PROCESS_VERSIONS = "process.versions"
PROCESS_ARCHIVE = "process.archive"
PROCESS_BRING_BACK = "process.bring_back"
HOME_DRAFT = "home.draft"
HOME_AWAY = "home.away"
HOME_BACK = "home.back"
HOME_COPIES = "home.copies"
ON, OFF = "on", "off"
AWAY = "away"
RELEASE_HANDOVER = "release.handover"
HANDOVER = "handover"
TASK_HANDED = "task.handed"
ROLES_EDIT = "roles.edit"
RIGHTS_EDIT = "rights.edit"
RIGHTS_ROLE = "rights.role"
RIGHTS_WHERE = "rights.where"
OUTLINE_MENU = "outline.menu"
"""Edit, move or remove one activity."""
OUTLINE_PHASE_MENU = "outline.phase_menu"
OUTLINE_KIND = "outline.kind"
"""Another kind was chosen in the activity's form, which then asks for other things."""
OUTLINE_ADD_ACTIVITY = "outline.add_activity"
OUTLINE_ADD_PHASE = "outline.add_phase"
OUTLINE_REMOVE_PHASE = "outline.remove_phase"
OUTLINE_PREVIOUS = "outline.previous"
OUTLINE_NEXT = "outline.next"
OUTLINE_GO_TO = "outline.go_to"

DRAFT_NEW = "draft.new"
RELEASE_NEW = "release.new"
REASON = "reason"
ADOPT = "adopt"
OUTPUTS = "outputs"
TASK_REMARK = "task.remark"
TASK_ADDED = "task.added"
TASK_WITHDRAWN = "task.withdrawn"
SNOOZE = "snooze"
ROLES = "roles"
RIGHTS = "rights"
OUTLINE = "outline"
OUTLINE_ACTIVITY = "outline.activity"
OUTLINE_PHASE = "outline.phase"
LOADING = "loading"


class TaskButton(Frozen):
    task_id: TaskId
    round: int
    shown: str
    """The fingerprint of what the person saw when clicking."""
    confirms: bool = False
    """The card asks whether what it starts is meant."""


class HandoverButton(Frozen):
    release_id: ReleaseId
    people: tuple[str, ...] = ()
    """Owner and backup, as far as they were named."""


class TaskForm(Frozen):
    """One task as it was asked one time."""

    task_id: TaskId
    round: int


class AddedTaskForm(Frozen):
    """A task to be added to an activity, or with `task` one that was added and is said anew."""

    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int
    task: TaskForm | None = None


class HoldButton(Frozen):
    execution_id: ExecutionId
    ref: ActivityRef
    attempt: int


class ByProcessPlace(Frozen):
    """Where a process is to run: instead of what is on hold, or from a task."""

    hold: HoldButton | None = None
    task: TaskForm | None = None


class ByProcessForm(Frozen):
    """Which process that is, and which page of its inputs is shown."""

    place: ByProcessPlace
    process_id: ProcessId
    process_version: int
    page: int = 0


class ReleaseButton(Frozen):
    release_id: ReleaseId


class DraftButton(Frozen):
    draft_id: DraftId
    revision: int


class NewButton(Frozen):
    """*New release*, of one process; the same value in a select's option."""

    process_id: ProcessId


class VersionButton(Frozen):
    """*Export* and the pictures, of one version of a process."""

    process_id: ProcessId
    version: int


class DifferenceButton(Frozen):
    """What one version of a process changed from another, as a picture."""

    process_id: ProcessId
    was: int
    now: int


class BlueprintButton(Frozen):
    """Begin a draft with this blueprint."""

    name: str


class ProcessButton(Frozen):
    """*Versions*, *Archive*, *Bring back*."""

    process_id: ProcessId


class ReleaseChoice(Frozen):
    """Which release a command without a reference meant."""

    verb: str
    release_id: ReleaseId


class ReasonForm(Frozen):
    """What the reason is for."""

    verb: Literal[
        "reject",
        "failed",
        "ignore",
        "abort",
        "start anyway",
        "block",
        "leave_out",
    ]
    task: TaskButton | None = None
    hold: HoldButton | None = None
    release: ReleaseButton | None = None


class OutputsForm(Frozen):
    task: TaskButton
    count: int
    """How many values are asked; the names are the task's own, in order."""


class NewReleaseForm(Frozen):
    process_id: ProcessId
    process_version: int
    channel: ChannelId | None = None
    """Where the command was typed."""
    page: int = 0
    input_set: str = ""
    """The set that the fields were drawn for."""
    like: ReleaseId | None = None
    """The release whose name and inputs it began with."""
    more: bool = False
    """Its type, tags and what else is said of it are asked too."""
    known: tuple[str, ...] = ()
    """Conflicts as its last page showed them."""
    at: int = 0
    """The time at which that page found them."""


class DraftForm(Frozen):
    channel: ChannelId | None = None
    by: UserId | None = None


class RolesForm(Frozen):
    """The roles on this page by name; without a draft, those of the workspace."""

    draft: DraftButton | None = None
    roles: tuple[str, ...]
    page: int = 0
    pages: int = 1


class QuestionsForm(Frozen):
    """The questions of a draft from one on: those before were left open on other pages."""

    draft_id: DraftId
    keys: tuple[str, ...]
    skip: int = 0


class SnoozeForm(Frozen):
    """What somebody does not want to be reminded of for a while."""

    task: TaskForm | None = None
    hold: HoldButton | None = None
