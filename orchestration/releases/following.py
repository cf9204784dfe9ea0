"""Which version of its process a release follows: the latest until it starts, unless pinned."""

from __future__ import annotations

from orchestration.ports import Transaction
from orchestration.processes.model import ProcessVersion
from orchestration.releases.model import Release


def version_followed(tx: Transaction, release: Release) -> ProcessVersion:
    """What it runs, or would run if it started now."""
    if release.status.can_move and not release.pinned:
        return tx.processes.latest(release.process_id)
    return tx.processes.version(release.process_id, release.process_version)
