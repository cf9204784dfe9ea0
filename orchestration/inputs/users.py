"""Who uses an input set: planned releases that follow it, and process sets that link it."""

from __future__ import annotations

from orchestration import words
from orchestration.ports import Transaction
from orchestration.processes.input_sets import ActivityInputSet, ProcessInputSet
from orchestration.values import ProcessId, ReleaseId


def followers_of(tx: Transaction, process_id: ProcessId) -> dict[str, tuple[str, ...]]:
    """By set, references of the releases that are planned with it.

    One that runs has its inputs from itself.
    """
    found: dict[str, tuple[str, ...]] = {}
    for each in tx.releases.unfinished():
        if each.status.planned and each.process_id == process_id and each.input_set:
            found[each.input_set] = (*found.get(each.input_set, ()), each.reference)
    return found


def users_of_activity_set(tx: Transaction, set_id: str) -> tuple[str, ...]:
    """`“Production” of “Payments” (deploy.eu and deploy.us)`."""
    places: dict[tuple[ProcessId, str], list[str]] = {}
    for each in tx.input_sets.links_to(set_id):
        places.setdefault((each.process_id, each.set_id), []).append(each.place)
    found: list[str] = []
    for (process_id, linking), where in places.items():
        process = tx.processes.find(process_id)
        kept = tx.input_sets.find_process_set(process_id, linking)
        name = words.quote(kept.set.name if kept else linking, 60)
        of = words.quote(process.name if process else process_id, 60)
        found.append(f"“{name}” of “{of}” ({words.quote(words.listed(where))})")
    return tuple(found)


def planned_with(tx: Transaction, said: ProcessInputSet | ActivityInputSet) -> list[ReleaseId]:
    """Releases whose cards say what is open in this set: planned with it, or with what links it."""
    if isinstance(said, ProcessInputSet):
        sets = {(said.process, said.id)}
    else:
        sets = {(each.process_id, each.set_id) for each in tx.input_sets.links_to(said.id)}
    if not sets:
        return []
    return [
        each.id
        for each in tx.releases.unfinished()
        if each.status.planned and (each.process_id, each.input_set) in sets
    ]
