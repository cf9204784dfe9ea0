"""What is shown of phases that wait for others, read from storage."""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.execution.state.model import ProcessExecution
from orchestration.ports import Transaction
from orchestration.read_models.nesting import title_within
from orchestration.read_models.turn_card import HeldBy, QueueLine, Queues, TurnCard, turn_card
from orchestration.resources.keeping import request_of
from orchestration.resources.model import ResourceRequest
from orchestration.resources.queue import standing
from orchestration.values import ExecutionId, ReleaseId


def turn_card_in(tx: Transaction, execution_id: ExecutionId, phase: str, attempt: int) -> TurnCard:
    execution = tx.executions.get(execution_id)
    release = tx.releases.get(execution.release_id)
    texts = tx.texts.bodies({execution.turns[phase].reason_id} - {""})
    title = title_within(release, execution, ended_by=0)
    queue = queues_in(tx, execution).get(phase, ())
    return turn_card(title, execution, phase, attempt, queue, texts)


def queues_in(tx: Transaction, execution: ProcessExecution | None) -> Queues:
    """Nothing is read where nothing queues."""
    turns = execution.turns if execution and not execution.status.ended else {}
    queuing = [phase for phase, turn in turns.items() if turn.waiting and turn.queues]
    if execution is None or not queuing:
        return {}
    requests = tx.resources.requests()
    found = ((phase, request_of(requests, execution, phase)) for phase in queuing)
    return {phase: lines_of(tx, requests, each) for phase, each in found if each is not None}


def lines_of(
    tx: Transaction, requests: Sequence[ResourceRequest], request: ResourceRequest
) -> tuple[QueueLine, ...]:
    return tuple(
        QueueLine(
            resource=place.resource,
            number=place.number,
            held_by=tuple(
                HeldBy(reference=reference_of(tx, each.release_id), since=each.since)
                for each in place.holders
            ),
            held_back=not request.ready,
        )
        for place in standing(requests, request)
    )


def reference_of(tx: Transaction, release_id: ReleaseId) -> str:
    found = tx.releases.find(release_id)
    return found.reference if found else release_id
