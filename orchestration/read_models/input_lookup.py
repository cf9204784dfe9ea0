"""What the input store shows, read in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import JsonValue

from orchestration.errors import Rejected
from orchestration.inputs.lookup import resolved_in, store_of
from orchestration.inputs.model import KeptActivitySet, KeptProcessSet
from orchestration.inputs.places import WHOLE, AskedPlace, Said, asked_in, said_by
from orchestration.inputs.resolved import Resolved, Source
from orchestration.inputs.service import Kind
from orchestration.inputs.states import SetState, states_of
from orchestration.inputs.users import users_of_activity_set
from orchestration.ports import Transaction
from orchestration.processes.input_values import as_text
from orchestration.processes.lookup import process_named
from orchestration.processes.model import ProcessVersion
from orchestration.read_models.input_cards import (
    PlannedInputs,
    SetChoice,
    SetFields,
    SetLine,
    SetsCard,
    SetsOverview,
    SetsToChoose,
)
from orchestration.releases.inputs import facts_at_start, given_to
from orchestration.releases.model import Release
from orchestration.values import ProcessId, name_key

K = TypeVar("K", KeptProcessSet, KeptActivitySet)


def fields_in(
    tx: Transaction, kind: Kind, of: str, set_id: str | None, version: int | None = None
) -> SetFields:
    """Of a set, or of a new one; by the latest version where none is named."""
    if kind == "process":
        return _process_fields(tx, ProcessId(of), set_id, version)
    return _activity_fields(tx, of, set_id, version)


def sets_in(tx: Transaction, kind: Kind, of: str, only: str = "") -> SetsCard:
    """The sets of a process or of a store activity; `only` those whose name or id begins so."""
    wanted = name_key(only)
    lines = tuple(
        _line(each)
        for each in states_of(tx, kind, of)
        if any(name_key(key).startswith(wanted) for key in (each.kept.set.name, each.kept.set.id))
    )
    if kind == "process":
        known = tx.processes.latest(ProcessId(of))
        asks = sum(len(each.inputs) for each in asked_in(known.process, store_of(tx, known)))
        return SetsCard(kind=kind, of=of, title=known.process.name, sets=lines, asks=asks)
    activity = tx.store.latest(of).activity
    title = f"{activity.name} of the store"
    return SetsCard(kind=kind, of=of, title=title, sets=lines, asks=len(activity.inputs))


def sets_named(tx: Transaction, named: str) -> SetsCard:
    """Of the process, or else the store activity, that a person named; behind it a set's name."""
    for kind, key, of in _all_named(tx):
        if (rest := _rest(named, key)) is not None:
            return sets_in(tx, kind, of, rest)
    return sets_in(tx, "process", process_named(tx, named).process.id)


def _all_named(tx: Transaction) -> list[tuple[Kind, str, str]]:
    """Ids and names; the longest first, since one may begin with another."""
    found: list[tuple[Kind, str, str]] = []
    for process in tx.processes.list():
        found.append(("process", process.id, process.id))
        found.append(("process", process.name, process.id))
    for activity in tx.store.list():
        found.append(("activity", activity.id, activity.id))
        found.append(("activity", activity.name, activity.id))
    return sorted(found, key=lambda each: -len(each[1]))


def _rest(named: str, key: str) -> str | None:
    """What follows the name within what was typed; None where it does not begin with it."""
    typed, wanted = name_key(named), name_key(key)
    if wanted and (typed == wanted or typed.startswith(f"{wanted} ")):
        return typed.removeprefix(wanted).strip()
    return None


def overview_in(tx: Transaction, sees: Callable[[ProcessId], bool]) -> SetsOverview:
    """Whatever could have sets: processes that one sees, and what takes inputs in the store."""
    return SetsOverview(
        processes=tuple(
            (each.id, each.name, len(tx.input_sets.process_sets(each.id)))
            for each in tx.processes.list()
            if each.archived_by is None and sees(each.id)
        ),
        activities=tuple(
            (each.id, each.name, len(tx.input_sets.activity_sets(each.id)))
            for each in tx.store.list()
            if each.deprecated_by is None and tx.store.latest(each.id).activity.inputs
        ),
    )


def sets_to_choose(tx: Transaction, known: ProcessVersion, chosen: str = "") -> SetsToChoose:
    """The sets of a process, and what the chosen one says; one that is gone is not chosen."""
    kept = tx.input_sets.process_sets(known.process.id)
    resolved = {each.set.id: resolved_in(tx, known, each.set) for each in kept}
    followed = resolved.get(chosen)
    lines = followed.of(WHOLE) if followed else ()
    return SetsToChoose(
        sets=tuple(
            SetChoice(
                set_id=each.set.id, name=each.set.name, open=len(open_in(resolved[each.set.id]))
            )
            for each in kept
        ),
        chosen=chosen if followed else "",
        says={
            each.spec.name: as_text(each.value)
            for each in lines
            if each.source is Source.OWN and not each.why
        },
    )


def planned_inputs(tx: Transaction, release: Release, known: ProcessVersion) -> PlannedInputs:
    """What a planned release would start with now: with its set, and what was given."""
    wanted = release.input_set
    kept = tx.input_sets.find_process_set(release.process_id, wanted) if wanted else None
    given: dict[str, JsonValue] = dict(given_to(release, known.process))
    said = kept.set if kept else None
    resolved = resolved_in(tx, known, said, given, release=facts_at_start(release))
    elsewhere = [each for each in (*resolved.unfit, *resolved.open) if each.place.id]
    return PlannedInputs(
        set_id=wanted or "",
        set_name=set_name(tx, release),
        open=open_in(resolved),
        elsewhere=tuple(str(each) for each in elsewhere),
    )


def set_name(tx: Transaction, release: Release) -> str:
    """Of the set it follows, or was started with; its id where that was removed since."""
    if not release.input_set:
        return ""
    kept = tx.input_sets.find_process_set(release.process_id, release.input_set)
    return kept.set.name if kept else release.input_set


def open_in(resolved: Resolved) -> tuple[str, ...]:
    """What keeps a release from starting, a line each; but not its version, always asked."""
    asked = (each for each in resolved.open if each.place.id or not each.spec.is_version)
    return tuple(str(each) for each in (*resolved.unfit, *asked))


def _process_fields(
    tx: Transaction, process_id: ProcessId, set_id: str | None, version: int | None
) -> SetFields:
    known = (
        tx.processes.version(process_id, version) if version else tx.processes.latest(process_id)
    )
    places = asked_in(known.process, store_of(tx, known))
    used = dict.fromkeys(each.activity for each in places if each.activity)
    kept = _found(tx.input_sets.find_process_set(process_id, set_id)) if set_id else None
    return SetFields(
        title=f"{known.process.name}, version {known.version}",
        version=known.version,
        name=kept.set.name if kept else "",
        description=kept.set.description if kept else "",
        revision=kept.revision if kept else 0,
        places=places,
        said=said_by(kept.set) if kept else Said(),
        offered={each: tuple(tx.input_sets.activity_sets(each)) for each in used},
    )


def _activity_fields(
    tx: Transaction, activity_id: str, set_id: str | None, version: int | None
) -> SetFields:
    known = tx.store.version(activity_id, version) if version else tx.store.latest(activity_id)
    kept = _found(tx.input_sets.find_activity_set(set_id)) if set_id else None
    asked = AskedPlace(place=WHOLE, inputs=known.activity.inputs)
    return SetFields(
        title=f"{known.activity.name} of the store, version {known.version}",
        version=known.version,
        name=kept.set.name if kept else "",
        description=kept.set.description if kept else "",
        revision=kept.revision if kept else 0,
        places=(asked,) if asked.inputs else (),
        said=said_by(kept.set) if kept else Said(),
        used_by=users_of_activity_set(tx, set_id) if set_id else (),
    )


def _found(kept: K | None) -> K:
    if kept is None:
        raise Rejected("This input set was removed meanwhile. Ask for the input sets again.")
    return kept


def _line(state: SetState) -> SetLine:
    kept = state.kept
    return SetLine(
        set_id=kept.set.id,
        name=kept.set.name,
        description=kept.set.description,
        revision=kept.revision,
        open=open_in(state.resolved),
        gone=tuple(str(each) for each in state.resolved.gone),
        used_by=state.used_by,
        by=kept.saved.by,
        at=kept.saved.at,
    )
