"""Publishing a file from the command line: whoever runs Drumbeat may, and the audit says so."""

from __future__ import annotations

from datetime import datetime

from orchestration.catalogue.taking import publish_process, store_now, taken
from orchestration.errors import Rejected
from orchestration.ports import Decision, Transaction
from orchestration.processes.diff import Difference, store_differences
from orchestration.processes.history import refuse_archived
from orchestration.processes.model import Process
from orchestration.processes.sources import keep_source
from orchestration.values import ProcessId, UserId


def latest_process(tx: Transaction, process_id: ProcessId) -> Process | None:
    """None where it was never published."""
    return tx.processes.latest(process_id).process if tx.processes.find(process_id) else None


def taken_anew(tx: Transaction, process: Process) -> tuple[Difference, ...]:
    """What publishing takes from the store that the latest version did not."""
    if tx.processes.find(process.id) is None:
        return ()
    before = tx.processes.latest(process.id).store
    return store_differences(before, taken(store_now(tx.store, process)))


def publish_file(
    tx: Transaction,
    was: Process | None,
    made: Process,
    source: str,
    *,
    by: UserId,
    now: datetime,
) -> str:
    """Make it the next version, unless that is another than `was`; what was done, in words."""
    if was is not None:
        refuse_archived(tx, made.id)
    if latest_process(tx, made.id) != was:
        raise Rejected("Somebody published another version meanwhile. Look at it and try again.")
    version = publish_process(tx, made, by=by, at=now)
    keep_source(tx, source, version)
    tx.audit.append(
        Decision(
            chain=f"process:{made.id}",
            at=now,
            actor=by,
            through="whoever runs Drumbeat",
            door="command line",
            action=f"published version {version.version}",
            subject=made.id,
        )
    )
    return f"“{made.name}” is published as version {version.version}."
