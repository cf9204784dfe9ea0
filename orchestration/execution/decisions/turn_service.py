"""A phase that waits for other releases goes on without them: somebody says so, and why."""

from __future__ import annotations

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.demanding import said_why
from orchestration.execution.events import TurnOverruled
from orchestration.execution.flow.turns import can_be_overruled
from orchestration.execution.recording import record
from orchestration.execution.state.model import ProcessExecution
from orchestration.execution.state.turn import PhaseTurn
from orchestration.people.operating import demand_operating
from orchestration.people.rights import Administrators
from orchestration.ports import Clock, Database, Transaction
from orchestration.values import ExecutionId, UserId


class TurnService:
    """Each decision is one transaction and raises `Rejected` for the person."""

    def __init__(self, database: Database, clock: Clock, administrators: Administrators) -> None:
        self._database = database
        self._clock = clock
        self._administrators = administrators

    async def go_on(
        self, execution_id: ExecutionId, phase: str, attempt: int, *, by: UserId, reason: str
    ) -> None:
        """It begins without waiting any more; what it uses it still takes in its turn."""
        said = said_why(reason)

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_id)
            through = self._demand(tx, execution, phase, attempt, by)
            text_id = f"{execution_id}/{phase}.{attempt}.overruled"
            tx.texts.keep(text_id, said)
            event = TurnOverruled(
                at=self._clock.now(), by=by, phase=phase, attempt=attempt, reason_id=text_id
            )
            record(tx, execution_id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="go_on")

    async def may_go_on(
        self, execution_id: ExecutionId, phase: str, attempt: int, *, by: UserId
    ) -> str:
        """The phase's name; raises what going on would raise, before a form is shown for it."""

        def look(tx: Transaction) -> str:
            execution = tx.executions.get(execution_id)
            self._demand(tx, execution, phase, attempt, by)
            return execution.plan.name_of(phase)

        return await self._database.read(look)

    def _demand(
        self, tx: Transaction, execution: ProcessExecution, phase: str, attempt: int, by: UserId
    ) -> str:
        turn = execution.turns.get(phase)
        name = words.quote(execution.plan.name_of(phase))
        to = f"let “{name}” go on without waiting"
        through = demand_operating(tx, self._administrators, by, execution, to=to)
        if turn is None or turn.attempt != attempt or not turn.waiting:
            raise Rejected(f"“{name}” does not wait any more.")
        if execution.status.ended or execution.failed_by is not None:
            raise Rejected(f"“{name}” does not begin any more: its release has ended.")
        if not can_be_overruled(turn):
            raise Rejected(_why_not(name, turn))
        return through


def _why_not(name: str, turn: PhaseTurn) -> str:
    if turn.overruled_by is not None and turn.overruled_at is not None:
        who, at = words.person(turn.overruled_by), words.moment(turn.overruled_at)
        said = f"{who} let “{name}” go on at {at}."
        return f"{said} It still waits for what it uses." if turn.queues else said
    return (
        f"“{name}” waits for no release any more, only for what it uses: "
        "`/release resources` shows who holds that."
    )
