"""What a process uses of the activity store: looked up once, and kept with its version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orchestration.catalogue.expanding import Store, expanded, wanted_by
from orchestration.catalogue.model import StoreVersion
from orchestration.catalogue.uses import read_uses
from orchestration.errors import Rejected
from orchestration.ports import StoreRepository, Transaction
from orchestration.processes.model import Process, ProcessVersion
from orchestration.values import UserId


def store_now(repository: StoreRepository, process: Process) -> Store:
    """For a process that is not published yet: the latest versions, and what else there is."""
    wanted = wanted_by(process)
    if not wanted:
        return Store()
    listed = repository.list()
    latest = {each.id: each.version for each in listed}
    found: dict[str, StoreVersion] = {}
    for each in wanted:
        uses = read_uses(each)
        newest = latest.get(uses.id, 0)
        version = newest if uses.version is None else uses.version
        if 1 <= version <= newest:
            found[each] = repository.version(uses.id, version)
    used = {read_uses(each).id for each in wanted}
    aside = tuple(e for e in listed if e.id in used and e.deprecated_by is not None)
    return Store(found=found, latest=latest, put_aside=aside)


def store_then(repository: StoreRepository, version: ProcessVersion) -> Store:
    """For a published version: what it took, whatever became of it in the store."""
    found: dict[str, StoreVersion] = {}
    for each in wanted_by(version.process):
        uses = read_uses(each)
        number = version.store.get(uses.id) if uses.version is None else uses.version
        if number is not None and (kept := _kept(repository, uses.id, number)) is not None:
            found[each] = kept
    return Store(found=found)


def _kept(repository: StoreRepository, activity_id: str, version: int) -> StoreVersion | None:
    try:
        return repository.version(activity_id, version)
    except Rejected:
        return None


def taken(store: Store) -> Mapping[str, int]:
    """What is kept with a version: which one each `uses` without a version means."""
    unsaid = ((read_uses(uses), found) for uses, found in store.found.items())
    return {uses.id: found.version for uses, found in unsaid if uses.version is None}


def publish_process(
    tx: Transaction, process: Process, *, by: UserId, at: datetime
) -> ProcessVersion:
    """Make it the next version, with what it takes from the store now."""
    return tx.processes.publish(process, by=by, at=at, store=taken(store_now(tx.store, process)))


def filled_version(tx: Transaction, version: ProcessVersion) -> Process:
    """A published process with the activities of the store in their places."""
    return expanded(version.process, store_then(tx.store, version))


def filled_now(tx: Transaction, process: Process) -> Process:
    """A process as publishing it now would make it."""
    return expanded(process, store_now(tx.store, process))
