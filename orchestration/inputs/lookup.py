"""What resolving needs, read in a transaction: activities of the store, and linked sets."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from orchestration.catalogue.expanding import by_place
from orchestration.catalogue.model import StoreActivity
from orchestration.catalogue.taking import store_then
from orchestration.inputs.model import links_of
from orchestration.inputs.reading import with_readings
from orchestration.inputs.resolved import Resolved
from orchestration.inputs.resolving import resolve
from orchestration.ports import Transaction
from orchestration.processes.expressions import Value
from orchestration.processes.input_sets import ProcessInputSet
from orchestration.processes.model import ProcessVersion
from orchestration.values import ActivityRef


def resolved_in(
    tx: Transaction,
    version: ProcessVersion,
    said: ProcessInputSet | None,
    given: Mapping[str, JsonValue] | None = None,
    *,
    release: Mapping[str, Value] | None = None,
) -> Resolved:
    """What a version's inputs come to with a set; see `resolve`."""
    links = {each.linked for each in links_of(said)} if said else set[str]()
    sets = {name: kept.set for name, kept in tx.input_sets.linked(links).items()}
    process, store = version.process, store_then(tx.store, version)
    places = by_place(process, store)
    found = resolve(process, places, said, sets, given, release=release)
    return with_readings(found, process, store)


def store_of(tx: Transaction, version: ProcessVersion) -> dict[ActivityRef, StoreActivity]:
    """By place, the activity of the store that this version runs there."""
    return by_place(version.process, store_then(tx.store, version))
