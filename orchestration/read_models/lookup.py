"""Cards read from storage: what each needs is fetched here, and built by its pure builder."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orchestration.execution.model import ManualTask, ProcessExecution
from orchestration.people.model import Right
from orchestration.people.rights import Administrators, holders_of, seen_by
from orchestration.ports import Transaction
from orchestration.read_models.cards import (
    HoldCard,
    HomeCard,
    ReleaseCard,
    ReleaseLine,
    TaskCard,
    TasksCard,
)
from orchestration.read_models.hold_card import hold_card
from orchestration.read_models.input_lookup import planned_inputs, set_name
from orchestration.read_models.release_card import release_card, release_line
from orchestration.read_models.task_card import as_of_round, task_card
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.values import (
    ActivityRef,
    ChannelId,
    ExecutionId,
    ProcessId,
    ReleaseId,
    TaskId,
    TaskRound,
    UserId,
)

MOST_TASKS = 20
"""How many of a person's tasks App Home shows with their buttons; the rest are counted."""
MOST_LINES = 10


def task_card_in(
    tx: Transaction, task_id: TaskId, execution_id: ExecutionId, *, round_: int
) -> TaskCard:
    """The task as it stands, or as it was left at the end of an earlier round."""
    execution = tx.executions.get(execution_id)
    release = tx.releases.get(execution.release_id)
    task = as_of_round(execution.tasks[task_id], round_)
    return _task_card(tx, release, execution, task)


def tasks_card_in(
    tx: Transaction,
    tasks: Sequence[TaskRound],
    execution_id: ExecutionId,
    *,
    of: UserId | None,
) -> TasksCard:
    """What one message asks: in a DM (`of`), what concerns that person."""
    cards = [task_card_in(tx, each.task_id, execution_id, round_=each.round) for each in tasks]
    theirs = [each for each in cards if of in each.assignees] or cards if of else cards
    return TasksCard(release_title=cards[0].release_title, tasks=tuple(theirs))


def _task_card(
    tx: Transaction, release: Release, execution: ProcessExecution, task: ManualTask
) -> TaskCard:
    wanted = {task.reason_id, *(each.reason_id for each in task.sign_offs)} - {""}
    return task_card(release, execution, task, tx.texts.bodies(wanted))


def hold_card_in(
    tx: Transaction,
    execution_id: ExecutionId,
    ref: ActivityRef,
    attempt: int,
    administrators: Administrators,
) -> HoldCard:
    execution = tx.executions.get(execution_id)
    release = tx.releases.get(execution.release_id)
    activity = execution.activity(ref)
    wanted = {
        activity.reason_id,
        *(each.reason_id for each in activity.past),
        *(task.reason_id for task in execution.tasks_of(ref)),
    } - {""}
    process = execution.plan.version.process
    deciders = holders_of(tx, Right.OPERATE, administrators, process)
    return hold_card(release, execution, ref, attempt, tx.texts.bodies(wanted), deciders)


def release_card_in(tx: Transaction, release_id: ReleaseId) -> ReleaseCard:
    release = tx.releases.get(release_id)
    execution = _execution_of(tx, release)
    version = version_followed(tx, release)
    wanted = {release.reason_id, execution.reason_id if execution else ""} - {""}
    card = release_card(release, version, execution, tx.texts.bodies(wanted))
    if release.status is not ReleaseStatus.SCHEDULED:
        return card.model_copy(update={"input_set": set_name(tx, release)})
    inputs = planned_inputs(tx, release, version)
    return card.model_copy(update={"input_set": inputs.set_name, "open_inputs": inputs.open})


def release_lines_in(
    tx: Transaction,
    *,
    channel: ChannelId | None = None,
    sees: Callable[[ProcessId], bool] = lambda _: True,
) -> tuple[ReleaseLine, ...]:
    """Unfinished releases of processes that `sees` says yes of, soonest first."""
    unfinished = tx.releases.unfinished(channel=channel)
    return tuple(_line(tx, each) for each in unfinished if sees(each.process_id))


def home_in(
    tx: Transaction,
    person: UserId,
    administrators: Administrators,
    *,
    channel: ChannelId | None = None,
) -> HomeCard:
    """Everything one person can do now; `channel` narrows the releases to one channel's."""
    inbox = tx.executions.open_tasks_of(person)
    tasks: list[TaskCard] = []
    for execution_id, task in inbox[:MOST_TASKS]:
        execution = tx.executions.get(execution_id)
        tasks.append(_task_card(tx, tx.releases.get(execution.release_id), execution, task))
    sees = seen_by(tx, administrators, person)
    lines = release_lines_in(tx, channel=channel, sees=sees)
    return HomeCard(
        person=person,
        tasks=tuple(tasks),
        holds=_holds_of(tx, person, administrators),
        more_tasks=max(0, len(inbox) - MOST_TASKS),
        running=tuple(e for e in lines if e.status is not ReleaseStatus.SCHEDULED)[:MOST_LINES],
        planned=tuple(e for e in lines if e.status is ReleaseStatus.SCHEDULED)[:MOST_LINES],
        processes=tuple(
            (each.id, each.name)
            for each in tx.processes.list()
            if each.archived_by is None and sees(each.id)
        ),
    )


def _holds_of(
    tx: Transaction, person: UserId, administrators: Administrators
) -> tuple[HoldCard, ...]:
    """What is on hold in releases this person owns."""
    found: list[HoldCard] = []
    for execution_id, ref in tx.executions.on_hold():
        execution = tx.executions.get(execution_id)
        if execution.owner == person and len(found) < MOST_LINES:
            place = ActivityRef(ref)
            attempt = execution.activity(place).attempt
            found.append(hold_card_in(tx, execution_id, place, attempt, administrators))
    return tuple(found)


def _line(tx: Transaction, release: Release) -> ReleaseLine:
    version = version_followed(tx, release)
    return release_line(release, version, _execution_of(tx, release))


def _execution_of(tx: Transaction, release: Release) -> ProcessExecution | None:
    return tx.executions.get(release.execution_id) if release.execution_id else None
