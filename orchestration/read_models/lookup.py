"""Cards read from storage: what each needs is fetched here, and built by its pure builder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from orchestration.execution.state.manual_task import ManualTask
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.tasks.deciders import shown_to
from orchestration.people.operating import operators_of
from orchestration.people.rights import Administrators, seen_by
from orchestration.ports import Transaction
from orchestration.read_models.attached import attached_texts
from orchestration.read_models.cards import (
    BoardCard,
    HomeCard,
    ReleaseCard,
    ReleaseLine,
    SharedRelease,
)
from orchestration.read_models.hold_card import hold_card
from orchestration.read_models.hold_cards import HoldCard
from orchestration.read_models.input_lookup import planned_inputs, set_name
from orchestration.read_models.left_out import reasons_wanted
from orchestration.read_models.nesting import Children, inside
from orchestration.read_models.release_card import release_card, release_line
from orchestration.read_models.signing import Signable
from orchestration.read_models.task_card import as_of_round, task_card
from orchestration.read_models.task_cards import TaskCard, TasksCard
from orchestration.read_models.turn_card import TurnCard
from orchestration.read_models.turn_lookup import queues_in, turn_card_in
from orchestration.releases.following import version_followed
from orchestration.releases.model import Release, ReleaseStatus
from orchestration.releases.rolling_back import rollback_of
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
MISSED_FOR = timedelta(days=3)
"""How long lists show what was missed."""


def task_card_in(
    tx: Transaction, task_id: TaskId, execution_id: ExecutionId, *, round_: int
) -> TaskCard:
    """The task as it stands, or as it was left at the end of an earlier round."""
    execution = tx.executions.get(execution_id)
    release = tx.releases.get(execution.release_id)
    task = as_of_round(execution.tasks[task_id], round_)
    return _task_card(tx, release, execution, task)


def signable_card_in(tx: Transaction, of: Signable, by: UserId) -> TaskCard:
    """The card of a sign-off as this person has it, also of one that is not asked yet."""
    release = tx.releases.get(of.execution.release_id)
    card = _task_card(tx, release, of.execution, of.task)
    return card.model_copy(update={"can_withdraw": by in {each.by for each in of.task.verdicts}})


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
    blocked = task.blocked.reason_id if task.blocked else ""
    said = {each.reason_id for each in task.sign_offs}
    wanted = ({task.reason_id, blocked} | said | attached_texts(task)) - {""}
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
        *(redo.reason_id for redo in execution.redos),
    } - {""}
    operators = operators_of(tx, administrators, execution)
    deciders = tuple(dict.fromkeys([*shown_to(execution, activity), *operators]))
    return hold_card(release, execution, ref, attempt, tx.texts.bodies(wanted), deciders)


def release_card_in(tx: Transaction, release_id: ReleaseId) -> ReleaseCard:
    release = tx.releases.get(release_id)
    execution = _execution_of(tx, release)
    version = version_followed(tx, release)
    wanted = {release.reason_id, execution.reason_id if execution else ""} - {""}
    if execution:
        wanted |= reasons_wanted(execution)
    if execution and execution.paused:
        wanted.add(execution.paused.reason_id)
    children = children_in(tx, execution)
    now, texts = tx.clock.now(), tx.texts.bodies(wanted)
    card = release_card(release, version, execution, texts, now, children, queues_in(tx, execution))
    if not release.status.can_start:
        back = rollback_of(tx, release) if release.status.ended else None
        more = {"input_set": set_name(tx, release), "rolls_back_with": back.name if back else ""}
        return card.model_copy(update=more)
    inputs = planned_inputs(tx, release, version)
    return card.model_copy(update={"input_set": inputs.set_name, "open_inputs": inputs.open})


def release_lines_in(
    tx: Transaction,
    *,
    channel: ChannelId | None = None,
    sees: Callable[[ProcessId], bool] = lambda _: True,
) -> tuple[ReleaseLine, ...]:
    """Unfinished releases of processes that `sees` says yes of, soonest first."""
    return tuple(release_line_in(tx, each) for each in _unfinished(tx, channel, sees))


def _unfinished(
    tx: Transaction, channel: ChannelId | None, sees: Callable[[ProcessId], bool]
) -> list[Release]:
    """And those that were missed a short while ago: somebody has to say what becomes of them."""
    unfinished = [*tx.releases.unfinished(channel=channel), *_missed(tx, channel)]
    shown = [each for each in unfinished if sees(each.process_id)]
    return sorted(shown, key=lambda each: (each.begins_at, each.id))


def _missed(tx: Transaction, channel: ChannelId | None) -> list[Release]:
    now = tx.clock.now()
    return [
        each
        for each in tx.releases.between(now - MISSED_FOR, now)
        if each.status is ReleaseStatus.MISSED and channel in {None, each.channel}
    ]


def shared_in(tx: Transaction, release_id: ReleaseId, *, by: UserId | None = None) -> SharedRelease:
    """How a release stands at this moment; `by` is who shares it."""
    line = release_line_in(tx, tx.releases.get(release_id))
    return SharedRelease(
        release_id=release_id,
        title=line.title,
        status=line.status,
        sentence=line.sentence,
        by=by,
    )


def board_in(tx: Transaction, channel: ChannelId) -> BoardCard:
    """The channel's unfinished releases: late and waiting first, then by when they began."""
    lines = release_lines_in(tx, channel=channel)
    return BoardCard(lines=tuple(sorted(lines, key=place_on_board)))


def place_on_board(line: ReleaseLine) -> int:
    """Late and waiting, late, waiting, running, planned; the order of begin holds within each."""
    if line.status.planned and not line.waiting_for_input:
        return 4
    if line.status is ReleaseStatus.MISSED:
        return 2
    return 3 - (2 if line.late_by else 0) - line.waiting_for_input


def home_in(
    tx: Transaction,
    person: UserId,
    administrators: Administrators,
    *,
    channel: ChannelId | None = None,
) -> HomeCard:
    """Everything one person can do now; `channel` narrows the releases to one channel's."""
    inbox, digest = tx.executions.open_tasks_of(person), tx.digests.find(person)
    tasks: list[TaskCard] = []
    for execution_id, task in inbox[:MOST_TASKS]:
        execution = tx.executions.get(execution_id)
        tasks.append(_task_card(tx, tx.releases.get(execution.release_id), execution, task))
    sees = seen_by(tx, administrators, person)
    unfinished = _unfinished(tx, channel, sees)
    running = [each for each in unfinished if not each.status.can_start]
    planned = [each for each in unfinished if each.status.can_start]
    return HomeCard(
        person=person,
        tasks=tuple(tasks),
        holds=holds_of(tx, person, administrators),
        turns=turns_of(tx, person),
        more_tasks=max(0, len(inbox) - MOST_TASKS),
        running=tuple(release_line_in(tx, each) for each in running[:MOST_LINES]),
        more_running=max(0, len(running) - MOST_LINES),
        planned=tuple(release_line_in(tx, each) for each in planned[:MOST_LINES]),
        more_planned=max(0, len(planned) - MOST_LINES),
        processes=tuple(
            (each.id, each.name)
            for each in tx.processes.list()
            if each.archived_by is None and sees(each.id)
        ),
        away=tx.absences.find(person),
        direct_messages=not tx.preferences.without_direct_messages([person]),
        digest=digest is not None and digest.on,
    )


def holds_of(
    tx: Transaction, person: UserId, administrators: Administrators
) -> tuple[HoldCard, ...]:
    """What is on hold and theirs to decide."""
    return tuple(
        hold_card_in(tx, each, ref, tx.executions.get(each).activity(ref).attempt, administrators)
        for each, ref in tx.executions.holds_of(person, limit=MOST_LINES)
    )


def turns_of(tx: Transaction, person: UserId) -> tuple[TurnCard, ...]:
    """Phases that wait in vain and are theirs to decide."""
    found = (
        turn_card_in(tx, each, phase, tx.executions.get(each).turns[phase].attempt)
        for each, phase in tx.executions.turns_of(person)[:MOST_LINES]
    )
    return tuple(each for each in found if each.outcome == "asks")


def release_line_in(tx: Transaction, release: Release) -> ReleaseLine:
    version = version_followed(tx, release)
    execution = _execution_of(tx, release)
    now = tx.clock.now()
    children, queues = children_in(tx, execution), queues_in(tx, execution)
    return release_line(release, version, execution, now, children, queues)


def _execution_of(tx: Transaction, release: Release) -> ProcessExecution | None:
    return tx.executions.get(release.execution_id) if release.execution_id else None


def children_in(tx: Transaction, execution: ProcessExecution | None) -> Children:
    """What runs inside it now, at any depth; one that was not started yet is not there."""
    found: dict[ExecutionId, ProcessExecution] = {}
    left = inside(execution) if execution and not execution.status.ended else []
    while left:
        child = tx.executions.find(left.pop())
        if child is not None:
            found[child.id] = child
            left += inside(child)
    return found
