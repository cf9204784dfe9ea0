"""Retry with other inputs: what may be changed, and a new attempt with what was."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from orchestration import words
from orchestration.errors import Rejected
from orchestration.execution.decisions.deciding import demand_decider
from orchestration.execution.decisions.demanding import demand_held, demand_unpaused
from orchestration.execution.events import ActivityRetried
from orchestration.execution.reading.changed_inputs import (
    changes_in_words,
    fitting_inputs,
    inputs_of,
    values_now,
)
from orchestration.execution.recording import record
from orchestration.execution.state.model import ProcessExecution
from orchestration.people.rights import Administrators
from orchestration.pipelines.model import PipelineCatalogue
from orchestration.ports import Clock, Database, Transaction
from orchestration.read_models.retry_card import RetryCard
from orchestration.values import ActivityRef, ExecutionId, UserId


class RetryService:
    """Each method is one transaction and raises `Rejected` for the person."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        catalogue: PipelineCatalogue,
        administrators: Administrators,
    ) -> None:
        self._database = database
        self._clock = clock
        self._catalogue = catalogue
        self._administrators = administrators

    async def shown(
        self, execution_id: ExecutionId, ref: ActivityRef, attempt: int, *, by: UserId
    ) -> RetryCard:
        """The inputs of what is on hold, and what they are now."""

        def look(tx: Transaction) -> RetryCard:
            execution = tx.executions.get(execution_id)
            self._demand(tx, execution, ref, attempt, by)
            return self._card(tx, execution, ref, attempt)

        return await self._database.read(look)

    async def retry(
        self,
        execution_id: ExecutionId,
        ref: ActivityRef,
        attempt: int,
        *,
        by: UserId,
        inputs: Mapping[str, JsonValue],
    ) -> None:
        """Begin a new attempt; `inputs` has what is changed, None for what is said no more."""

        def work(tx: Transaction) -> None:
            execution = tx.executions.get(execution_id)
            through = self._demand(tx, execution, ref, attempt, by)
            card = self._card(tx, execution, ref, attempt)
            known = execution.activity(ref).given
            said = {n: each for n, each in inputs.items() if each is not None or n in known}
            given = fitting_inputs(card.specs, said)
            text_id = f"{execution_id}/{ref}/retried.{attempt}" if given else ""
            if given:
                tx.texts.keep(text_id, changes_in_words(card.specs, card.values, given))
            event = ActivityRetried(
                at=self._clock.now(),
                by=by,
                ref=ref,
                attempt=attempt,
                inputs=given,
                inputs_id=text_id,
            )
            record(tx, execution_id, event, door="slack", through=through)

        await self._database.transact(work, urgent=True, name="retry_with")

    def _demand(
        self,
        tx: Transaction,
        execution: ProcessExecution,
        ref: ActivityRef,
        attempt: int,
        by: UserId,
    ) -> str:
        to = f"retry “{words.quote(execution.plan.activities[ref].name)}”"
        through = demand_decider(tx, self._administrators, execution, ref, by, to=to)
        demand_held(execution, ref, attempt)
        demand_unpaused(execution, ref)
        return through

    def _card(
        self, tx: Transaction, execution: ProcessExecution, ref: ActivityRef, attempt: int
    ) -> RetryCard:
        release = tx.releases.get(execution.release_id)
        activity = execution.plan.activities[ref]
        pipeline = self._catalogue.find(activity.pipeline) if activity.pipeline else None
        specs = inputs_of(execution, ref, pipeline.inputs if pipeline else ())
        if not specs:
            name = words.quote(activity.name)
            raise Rejected(f"“{name}” takes no inputs that could be changed. Press *Retry*.")
        return RetryCard(
            execution_id=execution.id,
            ref=ref,
            attempt=attempt,
            name=activity.name,
            release_title=release.title,
            specs=specs,
            values=values_now(release, execution, ref, specs),
        )
