"""Which process takes a release back."""

from __future__ import annotations

from orchestration.ports import Transaction
from orchestration.ports.repositories import ProcessSummary
from orchestration.releases.model import Release


def rollback_of(tx: Transaction, release: Release) -> ProcessSummary | None:
    """The process that its own names for it, where that can be started."""
    process = tx.processes.version(release.process_id, release.process_version).process
    found = tx.processes.find(process.rollback) if process.rollback else None
    return found if found and found.archived_by is None else None
