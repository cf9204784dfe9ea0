"""Keeping what went live, in the transaction in which the activity succeeded."""

from __future__ import annotations

from orchestration.execution.live import went_live, where_live
from orchestration.execution.state.model import ProcessExecution
from orchestration.ports import Live, Transaction
from orchestration.values import ActivityRef


def keep_what_went_live(tx: Transaction, before: ProcessExecution, after: ProcessExecution) -> None:
    """Nothing is read where nothing went live."""
    gone = went_live(before, after)
    if not gone:
        return
    release = tx.releases.get(after.release_id)
    for ref in gone:
        activity = after.activity(ref)
        services, environment = where_live(after, ref)
        tx.live.record(
            Live(
                service=service,
                environment=environment,
                version=release.version,
                process_id=release.process_id,
                release_id=release.id,
                ref=ActivityRef(f"{after.id}/{ref}") if after.parent else ref,
                attempt=activity.attempt,
                at=activity.ended_at or release.created_at,
            )
            for service in services
        )
