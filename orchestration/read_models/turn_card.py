"""The card of a phase that waits for others: for whom, since when, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from orchestration import words
from orchestration.execution.flow.turns import can_be_overruled
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import PhaseTurn, Standing, WaitedFor
from orchestration.execution.tasks.deciders import asked_about_turn
from orchestration.releases.model import ReleaseStatus
from orchestration.values import ExecutionId, Frozen, ReleaseId, UserId

TurnOutcome = Literal["waits", "asks", "queues", "began", "ended"]


class HeldBy(Frozen):
    """Who holds a resource that is waited for."""

    reference: str
    since: datetime


class QueueLine(Frozen):
    """One resource, and the place of a phase in its queue."""

    resource: str
    number: int
    held_by: tuple[HeldBy, ...] = ()
    held_back: bool = False
    """Its own release is paused or frozen: it keeps its place, and others are let by."""


Queues = Mapping[str, Sequence[QueueLine]]
"""By phase of one execution: where it stands for what it uses."""
NO_QUEUES: Queues = {}


class TurnCard(Frozen):
    execution_id: ExecutionId
    phase: str
    attempt: int
    name: str
    release_id: ReleaseId
    release_title: str
    since: datetime
    over_at: datetime | None = None
    outcome: TurnOutcome
    lines: tuple[str, ...]
    """In our own words, one for each that is waited for."""
    asked: tuple[UserId, ...] = ()
    queues: bool = False
    """It waits for what it uses, and for no release any more."""
    in_a_circle: bool = False
    """None of those who wait there goes on by itself."""
    can_be_overruled: bool = False
    can_move_up: bool = False
    overruled_by: UserId | None = None
    overruled_at: datetime | None = None
    reason: str = ""

    @property
    def waiting(self) -> bool:
        return self.outcome in {"waits", "asks", "queues"}


def turn_card(
    title: str,
    execution: ProcessExecution,
    phase: str,
    attempt: int,
    queue: Sequence[QueueLine],
    texts: Mapping[str, str],
) -> TurnCard:
    turn = execution.turns[phase]
    outcome = _outcome(execution, turn, attempt)
    waits = outcome in {"waits", "asks", "queues"}
    return TurnCard(
        execution_id=execution.id,
        phase=phase,
        attempt=attempt,
        name=execution.plan.name_of(phase),
        release_id=execution.release_id,
        release_title=title,
        since=turn.since,
        over_at=turn.over_at,
        outcome=outcome,
        lines=turn_lines(turn, queue) if waits else (),
        asked=asked_about_turn(execution, phase) if outcome == "asks" else (),
        can_be_overruled=waits and can_be_overruled(turn),
        queues=waits and turn.queues,
        in_a_circle=waits and in_a_circle(turn),
        can_move_up=waits and turn.queues and any(each.number > 1 for each in queue),
        overruled_by=turn.overruled_by,
        overruled_at=turn.overruled_at,
        reason=texts.get(turn.reason_id, ""),
    )


def in_a_circle(turn: PhaseTurn) -> bool:
    return bool(turn.circle) or any(x.standing is Standing.CIRCLE for x in turn.waits_for)


def lines_waiting(execution: ProcessExecution, phase: str, queues: Queues) -> tuple[str, ...]:
    """As in the living message: what keeps a phase that was reached; none where nothing does."""
    turn = execution.turns.get(phase)
    if turn is None or not turn.waiting or not turn.looked:
        return ()
    if execution.status.ended or execution.failed_by is not None:
        return ()
    return turn_lines(turn, queues.get(phase, ()))


def _outcome(execution: ProcessExecution, turn: PhaseTurn, attempt: int) -> TurnOutcome:
    over = execution.status.ended or execution.failed_by is not None
    if turn.attempt != attempt or (turn.waiting and over):
        return "ended"
    if not turn.waiting:
        return "began"
    if turn.asks:
        return "asks"
    return "queues" if turn.queues else "waits"


def turn_lines(turn: PhaseTurn, queue: Sequence[QueueLine]) -> tuple[str, ...]:
    """What keeps it, one line for each; of what does not keep it any more, none."""
    if turn.queues:
        lines = tuple(map(queue_text, queue)) or ("next for what it uses",)
        return (*lines, circle_text(turn.circle)) if turn.circle else lines
    if turn.overruled_by is not None or turn.only_places:
        return ()
    return tuple(awaited_text(each) for each in turn.waits_for if not each.standing.over)


def awaited_text(each: WaitedFor) -> str:
    """`“Verify” of WEB-12 Web 4.2, running since 10:05`."""
    title = words.quote(each.title or each.said, 120)
    what = f"“{words.quote(each.phase, 60)}” of {title}" if each.phase else title
    match each.standing:
        case Standing.UNKNOWN if each.title:
            phase = words.quote(each.said.partition(".")[2], 60)
            return f"“{phase}” of {title}, which has no such phase"
        case Standing.UNKNOWN:
            return f"“{words.quote(each.said, 80)}”: no release, process or group has this name"
        case Standing.CIRCLE:
            way = " → ".join((*each.circle, *each.circle[:1]))
            return f"{what}, and that waits for this release in turn ({words.quote(way, 200)})"
        case Standing.BADLY:
            return f"{what}, which {_ended(each)}"
        case _:
            return f"{what}, {_state(each)}"


def _ended(each: WaitedFor) -> str:
    said = _BADLY.get(each.status, "ended before this phase of it")
    at = f" at {words.moment(each.at)}" if each.at else ""
    return f"{said}{at}"


_BADLY = {
    ReleaseStatus.FAILED.value: "failed",
    ReleaseStatus.ABORTED.value: "was aborted",
    ReleaseStatus.SKIPPED.value: "was left out",
    ReleaseStatus.MISSED.value: "was not started in its time",
}


def _state(each: WaitedFor) -> str:
    at = words.moment(each.at) if each.at else ""
    if each.status == ReleaseStatus.SCHEDULED.value:
        return f"planned for {at}" if at else "not started yet"
    paused = "paused, " if each.status == ReleaseStatus.PAUSED.value else ""
    return f"{paused}running since {at}" if at else f"{paused}running"


def queue_text(each: QueueLine) -> str:
    """`2nd for staging; held by WEB-12 since 10:05`."""
    name = words.quote(each.resource, 60)
    who = words.listed(
        f"{words.quote(x.reference, 30)} since {words.moment(x.since)}" for x in each.held_by
    )
    held = f"; held by {who}" if who else "; nobody holds it"
    back = "; held back, so others are let by" if each.held_back else ""
    return f"{ordinal(each.number)} for {name}{held}{back}"


def circle_text(circle: Sequence[str]) -> str:
    """`never let in by itself: each of WEB-1 → LEDG-2 → WEB-1 waits for the next`."""
    way = " → ".join((*circle, *circle[:1]))
    return f"never let in by itself: each of {words.quote(way, 200)} waits for the next"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    last = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"
