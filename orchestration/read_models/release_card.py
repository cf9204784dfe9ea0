"""The living message of a release, and its line in a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orchestration.execution.flow.failing import attempts_again
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.statuses import ActivityStatus
from orchestration.execution.tasks.deciders import asked_to_decide
from orchestration.execution.worth_telling import waits
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.cards import (
    AwaitedLine,
    PhaseLine,
    ReleaseCard,
    ReleaseLine,
)
from orchestration.read_models.freeze_card import freeze_lines
from orchestration.read_models.left_out import skipped_lines
from orchestration.read_models.nesting import NONE_INSIDE, Children, UnderWay, under_way
from orchestration.read_models.pause import pause_line
from orchestration.read_models.sentence import foretold_of, late_by, sentence
from orchestration.read_models.signing import signed_early
from orchestration.read_models.turn_card import NO_QUEUES, Queues, lines_waiting
from orchestration.releases.model import Release

MOST_AWAITED = 20
"""More than any message shows: of ten thousand under way, the rest is only counted."""


def release_card(
    release: Release,
    version: ProcessVersion,
    execution: ProcessExecution | None,
    texts: Mapping[str, str],
    now: datetime,
    children: Children = NONE_INSIDE,
    queues: Queues = NO_QUEUES,
) -> ReleaseCard:
    foretold = foretold_of(execution, now, children)
    awaited = under_way(execution, children) if execution else []
    settled, total = progress(version, execution)
    return ReleaseCard(
        release_id=release.id,
        reference=release.reference,
        title=release.title,
        status=release.status,
        waiting_for_input=release.is_due or waits_for_input(execution, children),
        sentence=sentence(release, version, execution, foretold, children, queues),
        late_by=late_by(release, foretold),
        owner=release.owner,
        phases=tuple(
            _phase_line(phase.id, version, execution, queues) for phase in version.process.phases
        ),
        awaited=tuple(map(_awaited_line, awaited[:MOST_AWAITED])),
        awaited_in_all=len(awaited),
        skipped=skipped_lines(execution, texts) if execution else (),
        signed_early=signed_early(execution, children) if execution else (),
        inputs=tuple(sorted(release.inputs.items())),
        process_name=version.process.name,
        process_version=version.version,
        scheduled_for=release.scheduled_for,
        started_at=release.started_at,
        ended_at=release.ended_at,
        settled=settled,
        total=total,
        expected_end=foretold.ends_at if foretold else None,
        ended_by=execution.ended_by if execution else release.ended_by,
        ended_reason=texts.get(execution.reason_id if execution else release.reason_id, ""),
        paused=pause_line(execution, texts) if execution else None,
        frozen=freeze_lines(execution),
        type=release.type,
        description=release.description,
        tags=release.tags,
        team=release.team,
        services=release.services,
        environments=release.environments,
        links=release.links,
        takes=None if release.started_at else release.expected_duration,
    )


def release_line(
    release: Release,
    version: ProcessVersion,
    execution: ProcessExecution | None,
    now: datetime,
    children: Children = NONE_INSIDE,
    queues: Queues = NO_QUEUES,
) -> ReleaseLine:
    foretold = foretold_of(execution, now, children)
    return ReleaseLine(
        release_id=release.id,
        reference=release.reference,
        title=release.title,
        status=release.status,
        waiting_for_input=release.is_due or waits_for_input(execution, children),
        sentence=sentence(release, version, execution, foretold, children, queues),
        late_by=late_by(release, foretold),
        scheduled_for=release.scheduled_for,
    )


def waits_for_input(execution: ProcessExecution | None, children: Children = NONE_INSIDE) -> bool:
    """True when a running release needs a person: it is shown as *waiting for input*."""
    if execution is None or execution.status.ended:
        return False
    return any(waits(each) or _asks(each) for each in (execution, *children.values()))


def _asks(execution: ProcessExecution) -> bool:
    """Somebody has to say whether a phase goes on that waits in vain for another release."""
    return any(turn.asks for turn in execution.turns.values())


def progress(version: ProcessVersion, execution: ProcessExecution | None) -> tuple[int, int]:
    """Settled and all activities; what is skipped is neither."""
    total = len(version.process.activities())
    if execution is None:
        return 0, total
    tallies = [execution.tally(each) for each in execution.plan.phase_activities]
    skipped = sum(each.skipped for each in tallies)
    return sum(each.settled for each in tallies) - skipped, total - skipped


def _awaited_line(each: UnderWay) -> AwaitedLine:
    execution, activity = each.execution, each.execution.activity(each.ref)
    tasks = [task for task in execution.tasks_of(each.ref) if task.open]
    child = each.child
    settled, total = progress(child.plan.version, child) if child else (0, 0)
    return AwaitedLine(
        name=each.name,
        status=activity.status,
        people=(
            asked_to_decide(execution, activity)
            if activity.status is ActivityStatus.ON_HOLD
            else tuple(dict.fromkeys(who for task in tasks for who in task.missing))
        ),
        asked_as=tuple(dict.fromkeys(each for task in tasks for each in task.asked_as)),
        since=(
            activity.ended_at if activity.status is ActivityStatus.ON_HOLD else activity.started_at
        ),
        detail=activity.reason,
        next_try_at=activity.next_try_at,
        tries=(activity.tries, attempts_again(execution, each.ref)),
        depth=each.depth,
        settled=settled,
        total=total,
        begins_at=activity.begins_at,
    )


def _phase_line(
    phase_id: str, version: ProcessVersion, execution: ProcessExecution | None, queues: Queues
) -> PhaseLine:
    phase = version.process.phases_by_id[phase_id]
    total = len(phase.activities)
    if execution is None:
        return PhaseLine(name=phase.name, status=ActivityStatus.PENDING, settled=0, total=total)
    tally = execution.tally(phase_id)
    return PhaseLine(
        name=phase.name,
        status=phase_status(execution, phase_id),
        settled=tally.settled - tally.skipped,
        total=total - tally.skipped,
        begins_at=None if execution.status.ended else execution.held_until.get(phase_id),
        waits_for=lines_waiting(execution, phase_id, queues),
    )


def phase_status(execution: ProcessExecution, phase_id: str) -> ActivityStatus:
    """A phase's status, derived from its activities."""
    tally = execution.tally(phase_id)
    if tally.failed:
        return ActivityStatus.FAILED
    if tally.aborted:
        return ActivityStatus.ABORTED
    if execution.phase_settled(phase_id):
        if tally.skipped and tally.skipped == tally.settled:
            return ActivityStatus.SKIPPED
        ended = execution.phase_started(phase_id)
        return ActivityStatus.SUCCEEDED if ended else ActivityStatus.PENDING
    if execution.status.ended:  # aborted or failed: nothing in it goes on
        return ActivityStatus.ABORTED if tally.settled else ActivityStatus.PENDING
    if tally.on_hold:
        return ActivityStatus.ON_HOLD
    if tally.waiting and tally.waiting == tally.active:
        return ActivityStatus.WAITING_FOR_INPUT
    return ActivityStatus.RUNNING if tally.active or tally.settled else ActivityStatus.PENDING
